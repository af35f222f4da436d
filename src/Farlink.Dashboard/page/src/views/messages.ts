import { api } from '../api';
import { el, setText } from '../dom';
import { milliseconds, number, setTime } from '../format';
import type { Model } from '../model';
import { logView, mostRows } from '../parts/log-view';
import { cellClass, chip, field, setChip } from '../parts/pieces';
import { messageState } from '../parts/words';
import { short, topicMatches } from '../text';
import type { Message } from '../types';
import { idOf, type Route, type View } from '../view';
import { messageView } from './message';

const heads = [
    { text: 'Time' }, { text: 'Topic' }, { text: 'Way', isMinor: true }, { text: 'State' },
    { text: 'Octets', isNumber: true, isMinor: true }, { text: 'Frames', isNumber: true, isMinor: true },
    { text: 'Took', isNumber: true, isMinor: true },
];

interface Search {
    topic: string;
    from: string;
    to: string;
}

/** The list of messages, or one of them: `#/messages/41`. */
export function messagesView(model: Model, route: Route): View {
    const id = idOf(route.parts[0]);
    return id === null ? listView(model, route) : messageView(model, id);
}

function listView(model: Model, route: Route): View {
    let search: Search = {
        topic: route.query.get('topic') ?? '', from: route.query.get('from') ?? '', to: route.query.get('to') ?? '',
    };
    return logView(model, {
        name: 'messages',
        one: 'message',
        heads,
        createRow,
        patchRow,
        fetch: async (before, signal) => {
            const { messages, more } = await api.messages({ ...wire(search), before, limit: mostRows }, signal);
            return { items: messages, more };
        },
        accepts: message => isMeant(message, search),
        above: restart => [searchForm(search, wanted => {
            search = wanted;
            keep(search);
            restart();
        })],
    });
}

function searchForm(search: Search, whenAsked: (search: Search) => void): HTMLElement {
    const topic = el('input', {
        type: 'search', value: search.topic, placeholder: 'farm/+/state', autocomplete: 'off', spellcheck: 'false',
        'data-testid': 'search-topic',
    });
    const from = el('input', { type: 'datetime-local', step: 1, value: search.from, 'data-testid': 'search-from' });
    const to = el('input', { type: 'datetime-local', step: 1, value: search.to, 'data-testid': 'search-to' });
    const form = el('form', { class: 'filters', role: 'search', 'aria-label': 'Messages' },
        field('Topic, or filter with + and #', topic), field('From', from), field('To', to),
        el('div', { class: 'buttons' },
            el('button', { type: 'submit', class: 'button primary', 'data-testid': 'search' }, 'Search'),
            el('button', { type: 'reset', class: 'button' }, 'Clear')));
    form.addEventListener('submit', happened => {
        happened.preventDefault();
        whenAsked({ topic: topic.value, from: from.value, to: to.value });
    });
    form.addEventListener('reset', happened => {
        // A reset would bring back what the address said.
        happened.preventDefault();
        for (const input of [topic, from, to]) input.value = '';
        whenAsked({ topic: '', from: '', to: '' });
    });

    // On a phone the list comes first.
    const isOpen = matchMedia('(min-width: 40rem)').matches || Object.values(search).some(value => value !== '');
    return el('details', { class: 'search', open: isOpen }, el('summary', {}, 'Search by topic and time'), form);
}

/** In the address, so that Back from a message finds the same search; without a step of its own in the history. */
function keep(search: Search): void {
    const query = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== ''));
    history.replaceState(null, '', query.size > 0 ? `#/messages?${query}` : '#/messages');
}

function wire(search: Search): { topic: string; from: string | undefined; to: string | undefined } {
    return { topic: search.topic, from: isoOf(search.from), to: isoOf(search.to) };
}

/** The field has the time of the browser's zone. */
function isoOf(local: string): string | undefined {
    const at = new Date(local);
    return local === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

function isMeant(message: Message, search: Search): boolean {
    const at = Date.parse(message.at);
    return topicMatches(message.topic, search.topic)
        && (search.from === '' || at >= new Date(search.from).getTime())
        && (search.to === '' || at <= new Date(search.to).getTime());
}

function createRow(message: Message): HTMLTableRowElement {
    const time = el('time');
    setTime(time, message.at);
    const way = message.direction === 'up' ? '↑ up' : '↓ down';
    return el('tr', { 'data-id': message.id },
        el('td', {}, time),
        el('th', { scope: 'row', class: 'topic' },
            el('a', { class: 'foreign', href: `#/messages/${message.id}` }, short(message.topic))),
        el('td', { class: 'minor' }, `${way}, ${message.role}`),
        el('td', {}, chip('', 'quiet')),
        el('td', { class: cellClass(heads[4]) }, number(message.octets)),
        el('td', { class: cellClass(heads[5]) }),
        el('td', { class: cellClass(heads[6]) }));
}

function patchRow(row: HTMLTableRowElement, message: Message): void {
    const [, , , state, , frames, took] = row.children;
    const [text, tone] = messageState(message.state);
    if (state?.firstElementChild) setChip(state.firstElementChild as HTMLElement, text, tone);
    if (frames) setText(frames, number(message.frames));
    if (took) setText(took, milliseconds(message.latency_ms));
}
