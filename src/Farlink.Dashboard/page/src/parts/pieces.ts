import { el, setAttribute, setText, type Child } from '../dom';
import { number } from '../format';

// Pieces that several views are put together from.

/** A panel with a heading. */
export function panel(title: string, ...children: Child[]): HTMLElement {
    return el('section', { class: 'panel' }, el('h2', {}, title), ...children);
}

/** A figure with its name above; call the returned function with what it is now. */
export function figure(label: string, testId?: string): { root: HTMLElement; set: (value: string, note?: string) => void } {
    const value = el('dd', { class: 'figure-value', 'data-testid': testId }, '–');
    const note = el('dd', { class: 'figure-note' });
    const root = el('div', { class: 'figure' }, el('dt', {}, label), value, note);
    return {
        root,
        set: (text, beside = '') => {
            setText(value, text);
            setText(note, beside);
        },
    };
}

export function figures(...all: { root: HTMLElement }[]): HTMLElement {
    return el('dl', { class: 'figures' }, ...all.map(one => one.root));
}

/** Names and values, in two columns. */
export function facts(pairs: (readonly [string, Child])[]): HTMLElement {
    return el('dl', { class: 'facts' }, ...pairs.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

/** A wide table scrolls for itself, by keyboard too. */
export function scrolled(label: string, table: HTMLTableElement): HTMLElement {
    return el('div', { class: 'scroller', role: 'region', 'aria-label': label, tabindex: 0 }, table);
}

export interface ColumnHead {
    text: string;
    isNumber?: boolean;
    /** Left out on a phone. */
    isMinor?: boolean;
}

export function tableOf(caption: string, heads: ColumnHead[], testId?: string): { table: HTMLTableElement; body: HTMLElement } {
    const body = el('tbody');
    const table = el(
        'table', { 'data-testid': testId },
        el('caption', { class: 'unseen' }, caption),
        el('thead', {}, el('tr', {}, ...heads.map(head => el('th', { scope: 'col', class: cellClass(head) }, head.text)))),
        body);
    return { table, body };
}

export function cellClass(head: ColumnHead | undefined): string | null {
    const names = [head?.isNumber ? 'number' : '', head?.isMinor ? 'minor' : ''].filter(name => name !== '');
    return names.length > 0 ? names.join(' ') : null;
}

/** A row whose first cell names it. */
export function rowOf(heads: ColumnHead[], cells: Child[]): HTMLTableRowElement {
    return el('tr', {}, ...cells.map((cell, at) => at === 0
        ? el('th', { scope: 'row', class: cellClass(heads[at]) }, cell)
        : el('td', { class: cellClass(heads[at]) }, cell)));
}

/** A share of something as a bar with its numbers beside it. */
export function meter(label: string): { root: HTMLElement; set: (share: number | null, text: string) => void } {
    const fill = el('span', { class: 'meter-fill' });
    const bar = el('div', { class: 'meter', role: 'meter', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100 }, fill);
    const words = el('span', { class: 'meter-text' });
    return {
        root: el('div', { class: 'metered' }, el('span', { class: 'meter-label' }, label), words, bar),
        set: (share, text) => {
            const percent = Math.max(0, Math.min(100, (share ?? 0) * 100));
            setText(words, text);
            setAttribute(bar, 'aria-valuenow', Math.round(percent));
            setAttribute(bar, 'aria-valuetext', text);
            setAttribute(bar, 'data-level', percent > 90 ? 'error' : percent > 70 ? 'warn' : 'ok');
            fill.style.width = `${percent}%`;
        },
    };
}

/** A bar inside a table cell: the number is there as text. */
export function barCell(share: number, text: string): HTMLElement {
    const fill = el('span', { class: 'bar-fill', 'aria-hidden': 'true' });
    fill.style.width = `${Math.max(0, Math.min(1, Number.isFinite(share) ? share : 0)) * 100}%`;
    return el('span', { class: 'bar' }, fill, el('span', { class: 'bar-text' }, text));
}

/** A word in a coloured capsule; the word says it all, the colour only helps. */
export function chip(text: string, tone: string): HTMLElement {
    return el('span', { class: 'chip', 'data-tone': tone }, text);
}

export function setChip(element: HTMLElement, text: string, tone: string): void {
    setText(element, text);
    setAttribute(element, 'data-tone', tone);
}

export function field(label: string, input: HTMLElement, hint?: string): HTMLElement {
    return el('label', { class: 'field' },
        el('span', { class: 'field-label' }, label), input, hint ? el('small', {}, hint) : null);
}

/** One of a few: native radios, so that arrow keys work. */
export function choice<T extends string>(
    legend: string, name: string, options: (readonly [T, string])[], chosen: T, whenChosen: (value: T) => void): HTMLElement {
    return el('fieldset', { class: 'choice', 'data-testid': name },
        el('legend', { class: 'unseen' }, legend),
        ...options.map(([value, text]) => el('label', {},
            el('input', { type: 'radio', name, value, checked: value === chosen, on: { change: () => whenChosen(value) } }),
            el('span', {}, text))));
}

/** Where an error or a result of an action is told. */
export function notice(): { root: HTMLElement; say: (text: string, tone?: string) => void } {
    const root = el('p', { class: 'notice', role: 'status', hidden: true });
    return {
        root,
        say: (text, tone = 'error') => {
            root.hidden = text === '';
            setAttribute(root, 'data-tone', tone);
            setText(root, text);
        },
    };
}


export const people = (value: number, one: string, many: string): string => `${number(value)} ${value === 1 ? one : many}`;
