import { api, pcapAddress } from '../api';
import { el } from '../dom';
import { dbm, db, milliseconds, number, timeElement } from '../format';
import type { Model } from '../model';
import { logView, mostRows } from '../parts/log-view';
import { gather } from '../parts/pager';
import { cellClass, chip, field } from '../parts/pieces';
import { allFrameKinds, endName, frameKind } from '../parts/words';
import { hexPairs, printable } from '../text';
import type { Frame } from '../types';
import { idOf, type Route, type View } from '../view';
import { frameView } from './frame';

const pageSize = 500;

/** The server keeps about two thousand. */
const mostPages = 4;
const mostHex = 32;

const heads = [
    { text: 'Time' }, { text: 'End' }, { text: 'Kind' }, { text: 'Octets', isNumber: true, isMinor: true },
    { text: 'Airtime', isNumber: true, isMinor: true }, { text: 'Signal', isNumber: true },
    { text: 'Fields and octets', isMinor: true },
];

/** The log of frames, or one of them: `#/frames/12`. */
export function framesView(model: Model, route: Route): View {
    const id = idOf(route.parts[0]);
    return id === null ? listView(model, route) : frameView(id);
}

function listView(model: Model, route: Route): View {
    let kind = route.query.get('kind') ?? '';
    const accepts = (frame: Frame): boolean =>
        kind === '' || (kind === 'refused' ? frame.refused !== null : frame.kind === kind);
    return logView(model, {
        name: 'frames',
        one: 'frame',
        heads,
        accepts,
        createRow,
        fetch: (before, signal) => gather(
            async cursor => (await api.frames({ before: cursor, limit: pageSize }, signal)).frames,
            accepts, mostRows, before, mostPages, pageSize),
        above: restart => [filters(kind, chosen => {
            kind = chosen;
            history.replaceState(null, '', kind === '' ? '#/frames' : `#/frames?kind=${kind}`);
            restart();
        })],
    });
}

function filters(kind: string, whenChosen: (kind: string) => void): HTMLElement {
    const kinds = el('select', { 'data-testid': 'frame-kind', on: { change: () => whenChosen(kinds.value) } },
        el('option', { value: '' }, 'All'),
        ...allFrameKinds.map(one => el('option', { value: one, selected: one === kind }, frameKind(one)[0])),
        el('option', { value: 'refused', selected: kind === 'refused' }, 'Refused'));
    return el('div', { class: 'filters' },
        field('Kind', kinds),
        el('a', { class: 'button', href: pcapAddress, download: 'frames.pcap', 'data-testid': 'pcap' },
            'Download for Wireshark'));
}

/** A frame never changes: its row is made once. */
function createRow(frame: Frame): HTMLTableRowElement {
    return el('tr', { 'data-id': frame.id, 'data-refused': frame.refused !== null },
        el('th', { scope: 'row' }, el('a', { href: `#/frames/${frame.id}` }, timeElement(frame.at, true))),
        el('td', { class: 'whole' }, `${endName(frame.role)} ${frame.sent ? '▲ sent' : '▼ heard'}`),
        el('td', {}, chip(...frameKind(frame.kind)), refusal(frame)),
        el('td', { class: cellClass(heads[3]) }, number(frame.octets)),
        el('td', { class: cellClass(heads[4]) }, milliseconds(frame.airtime_ms)),
        el('td', { class: cellClass(heads[5]) }, signalOf(frame)),
        el('td', { class: 'minor frame-fields' },
            el('span', { class: 'foreign' }, fieldsOf(frame)), el('code', { class: 'hex' }, hexPairs(frame.hex, mostHex))));
}

function refusal(frame: Frame): HTMLElement | null {
    return frame.refused === null ? null : chip(`refused: ${printable(frame.refused).replaceAll('_', ' ')}`, 'error');
}

function signalOf(frame: Frame): string {
    if (frame.sent) return dbm(frame.power_dbm);
    return frame.snr_db === null ? dbm(frame.rssi_dbm) : `${dbm(frame.rssi_dbm)}, ${db(frame.snr_db)}`;
}

function fieldsOf(frame: Frame): string {
    return frame.fields.map(one => `${printable(one.name)} ${printable(one.value)}`).join(' · ');
}
