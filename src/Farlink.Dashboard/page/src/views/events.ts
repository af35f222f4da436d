import { api } from '../api';
import { el } from '../dom';
import { capital, timeElement } from '../format';
import type { Model } from '../model';
import { logView, mostRows } from '../parts/log-view';
import { gather } from '../parts/pager';
import { chip, choice } from '../parts/pieces';
import { endName, eventLevel } from '../parts/words';
import { printable } from '../text';
import type { LogEvent } from '../types';
import type { View } from '../view';

type Level = 'all' | 'warning' | 'error';

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
    return logView(model, {
        name: 'events',
        one: 'event',
        heads,
        accepts,
        createRow,
        fetch: (before, signal) => gather(
            async cursor => (await api.events({ before: cursor, limit: pageSize }, signal)).events,
            accepts, mostRows, before, mostPages, pageSize),
        above: restart => [choice('Which events', 'level', levels, level, chosen => {
            level = chosen;
            restart();
        })],
    });
}

function createRow(one: LogEvent): HTMLTableRowElement {
    return el('tr', { 'data-id': one.id, 'data-level': one.level },
        el('td', {}, timeElement(one.at)),
        el('td', {}, chip(...eventLevel(one.level))),
        el('td', { class: 'minor' }, capital(printable(one.kind))),
        el('td', { class: 'minor' }, one.link === null ? endName(one.role) : `${endName(one.role)}, link ${one.link}`),
        el('th', { scope: 'row', class: 'event-text foreign' }, printable(one.text)));
}
