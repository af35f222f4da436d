import { el, replace, Rows, setHidden, setText } from '../dom';
import { db, dbm, number, percent, seconds } from '../format';
import type { Model } from '../model';
import { LinkPanel } from '../parts/link-panel';
import { cellClass, chip, scrolled, setChip, tableOf } from '../parts/pieces';
import { endName } from '../parts/words';
import { short } from '../text';
import type { LinkStatus, Role } from '../types';
import { idOf, type Route, type View } from '../view';

interface Item {
    role: Role;
    link: LinkStatus;
}

const heads = [
    { text: 'Link' }, { text: 'Seen by', isMinor: true }, { text: 'State' }, { text: 'RSSI', isNumber: true },
    { text: 'Margin', isNumber: true, isMinor: true }, { text: 'Loss', isNumber: true }, { text: 'Queue', isNumber: true },
    { text: 'Heard', isNumber: true, isMinor: true },
];

/** All links, and the charts of the one that is chosen. */
export function linksView(model: Model, first: Route): View {
    let route = first;
    let panel: LinkPanel | null = null;
    const place = el('div');
    const nothing = el('p', { class: 'quiet', hidden: true }, 'There is no link yet: farlink pair makes one.');
    const { table, body } = tableOf('Links', heads, 'links');
    const rows = new Rows<Item, HTMLTableRowElement>(body, keyOf, createRow, patchRow);

    const update = (): void => {
        const { state } = model;
        if (!state) return;
        const items = state.ends.flatMap(end => end.links.map(link => ({ role: end.role, link })));
        rows.draw(items);
        setHidden(nothing, items.length > 0);
        const wanted = idOf(route.parts[1]);
        const item = items.find(one => one.role === route.parts[0] && one.link.id === wanted) ?? items[0];
        const chosen = item ? keyOf(item) : null;
        for (const row of body.children) row.classList.toggle('chosen', row.getAttribute('data-key') === chosen);
        if (item) showLink(item);
    };

    const showLink = (item: Item): void => {
        if (!panel || panel.role !== item.role || panel.link.id !== item.link.id) {
            panel?.close();
            panel = new LinkPanel(model, item.role, item.link);
            replace(place, panel.root);
        }

        panel.update(item.link);
    };

    return {
        title: 'Links',
        root: el('div', { class: 'view' }, el('h1', {}, 'Links'), scrolled('Links', table), nothing, place),
        update,
        move: changed => {
            route = changed;
            update();
            place.scrollIntoView({ block: 'start' });
        },
        reload: () => panel?.reload(),
        close: () => panel?.close(),
    };
}

const keyOf = (item: Item): string => `${item.role}-${item.link.id}`;

function createRow(item: Item): HTMLTableRowElement {
    const state = chip('', 'quiet');
    const cells = heads.slice(1).map((head, at) => el('td', { class: cellClass(head) }, at === 1 ? state : null));
    return el('tr', { 'data-key': keyOf(item) },
        el('th', { scope: 'row', class: 'link-name' },
            el('a', { class: 'foreign', href: `#/links/${item.role}/${item.link.id}` }, short(item.link.name, 60))),
        ...cells);
}

function patchRow(row: HTMLTableRowElement, { role, link }: Item): void {
    const cells = [...row.children].slice(1);
    const [text, tone] = stateOf(link);
    const state = cells[1]?.firstElementChild;
    if (state) setChip(state as HTMLElement, text, tone);
    const texts = [
        endName(role), null, dbm(link.rssi_dbm), db(link.margin_db), percent(link.loss), number(link.queue.messages),
        link.heard_s_ago === undefined ? '–' : `${seconds(link.heard_s_ago)} ago`,
    ];
    texts.forEach((value, at) => {
        const cell = cells[at];
        if (cell && value !== null) setText(cell, value);
    });
}

function stateOf(link: LinkStatus): readonly [string, string] {
    if (link.ended) return ['Unpaired', 'quiet'];
    if (link.paused) return ['Paused', 'warn'];
    if (link.online === true) return ['Online', 'ok'];
    if (link.online === false) return ['Offline', 'error'];
    return link.session === false ? ['No session', 'warn'] : ['Not known', 'quiet'];
}
