import { api } from '../api';
import { el, Rows } from '../dom';
import { capital, timeElement } from '../format';
import type { Model } from '../model';
import { gather, Pager } from '../parts/pager';
import { chip, choice, scrolled, tableOf } from '../parts/pieces';
import { endName, eventLevel } from '../parts/words';
import { printable } from '../text';
import type { LogEvent } from '../types';
import type { View } from '../view';

type Level = 'all' | 'warning' | 'error';

const most = 100;
const pageSize = 500;
const mostPages = 2;

const heads = [
    { text: 'Time' }, { text: 'Level' }, { text: 'Kind', isMinor: true }, { text: 'End', isMinor: true }, { text: 'What' },
];
const levels: (readonly [Level, string])[] = [['all', 'All'], ['warning', 'Warnings and errors'], ['error', 'Errors']];

/** Sessions, refused frames, revoked certificates, expired messages, restarts, and what was done here. */
export function eventsView(model: Model): View {
    let level: Level = 'all';
    const accepts = (one: LogEvent): boolean =>
        level === 'all' || one.level === 'error' || (level === 'warning' && one.level === 'warning');
    const { table, body } = tableOf('Events, newest first', heads, 'events');
    const rows = new Rows<LogEvent, HTMLTableRowElement>(body, one => one.id, createRow, () => undefined);
    const pager = new Pager<LogEvent>({
        most,
        one: 'event',
        many: 'events',
        fetch: (before, signal) => gather(
            async cursor => (await api.events({ before: cursor, limit: pageSize }, signal)).events,
            accepts, most, before, mostPages, pageSize),
        accepts,
        draw: items => rows.draw(items),
    });
    const ends = [
        model.on('events', events => pager.take(events)),
        model.on('gap', gap => { if (gap.events) pager.reload(); }),
    ];

    return {
        title: 'Events',
        root: el('div', { class: 'view' },
            el('h1', {}, 'Events'),
            choice('Which events', 'level', levels, level, chosen => {
                level = chosen;
                pager.restart();
            }),
            pager.root, pager.trouble.root, scrolled('Events', table)),
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

function createRow(one: LogEvent): HTMLTableRowElement {
    return el('tr', { 'data-id': one.id, 'data-level': one.level },
        el('td', {}, timeElement(one.at)),
        el('td', {}, chip(...eventLevel(one.level))),
        el('td', { class: 'minor' }, capital(printable(one.kind))),
        el('td', { class: 'minor' }, one.link === null ? endName(one.role) : `${endName(one.role)}, link ${one.link}`),
        el('th', { scope: 'row', class: 'event-text foreign' }, printable(one.text)));
}
