import { el, Rows, type Child } from '../dom';
import { capital } from '../format';
import type { Model } from '../model';
import type { Frame, LogEvent, Message } from '../types';
import type { View } from '../view';
import { Pager, type PagerOptions } from './pager';
import { scrolled, tableOf, type ColumnHead } from './pieces';

/** Rows of a log: so many stay quick on a phone, however much happens. */
export const mostRows = 100;

/** What there are logs of: the names of their news, and of their tables for tests. */
export interface Logs {
    frames: Frame;
    messages: Message;
    events: LogEvent;
}

export interface LogOptions<K extends keyof Logs> extends Pick<PagerOptions<Logs[K]>, 'one' | 'fetch' | 'accepts'> {
    name: K;
    heads: ColumnHead[];
    createRow: (item: Logs[K]) => HTMLTableRowElement;
    /** Left out where what is shown never changes. */
    patchRow?: (row: HTMLTableRowElement, item: Logs[K]) => void;
    /** What stands above it; another choice there begins it anew. */
    above: (restart: () => void) => Child[];
}

/** A log as a view: a table whose newest page lives, with what chooses its rows above. */
export function logView<K extends keyof Logs>(model: Model, options: LogOptions<K>): View {
    const { name, one, heads, fetch, accepts, createRow, patchRow = () => undefined } = options;
    const title = capital(name);
    const { table, body } = tableOf(`${title}, newest first`, heads, name);
    const rows = new Rows<Logs[K], HTMLTableRowElement>(body, item => item.id, createRow, patchRow);
    const pager = new Pager<Logs[K]>({
        most: mostRows, one, many: name, fetch, accepts, draw: items => rows.draw(items),
    });
    const ends = [
        model.on(name, news => pager.take(news as Logs[K][])),
        model.on('gap', gap => { if (gap[name]) pager.reload(); }),
    ];

    return {
        title,
        root: el('div', { class: 'view' },
            el('h1', {}, title), ...options.above(() => pager.restart()),
            pager.root, pager.trouble.root, scrolled(title, table)),
        update: () => undefined,
        reload: () => {
            rows.forget();
            pager.restart();
        },
        close: () => {
            pager.close();
            for (const end of ends) end();
        },
    };
}
