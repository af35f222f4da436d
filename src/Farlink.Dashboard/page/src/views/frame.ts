import { api, ApiError, isAbort, sentence } from '../api';
import { el, replace } from '../dom';
import { db, dbm, milliseconds, octets, timeElement } from '../format';
import { chip, facts, notice, panel, rowOf, scrolled, tableOf } from '../parts/pieces';
import { endName, frameKind } from '../parts/words';
import { hexDump, printable } from '../text';
import type { Frame } from '../types';
import type { View } from '../view';

const heads = [{ text: 'Field' }, { text: 'Value' }];

/** One frame: what it is, its decoded fields, its octets, and the messages that it carried. */
export function frameView(id: number): View {
    const asking = new AbortController();
    const told = notice();
    const body = el('div', { class: 'stack' });

    const load = async (): Promise<void> => {
        try {
            const frame = await api.frame(id, asking.signal);
            told.say('');
            replace(body, ...partsOf(frame));
        } catch (failure) {
            if (isAbort(failure)) return;
            told.say(failure instanceof ApiError && failure.status === 404
                ? 'This frame is not known here (any more): only the latest are kept.' : sentence(failure));
        }
    };
    void load();

    return {
        title: `Frame ${id}`,
        root: el('div', { class: 'view' },
            el('p', { class: 'back' }, el('a', { href: '#/frames' }, '← Frames')),
            el('h1', {}, `Frame ${id}`), told.root, body),
        update: () => undefined,
        reload: () => void load(),
        close: () => asking.abort(),
    };
}

function partsOf(frame: Frame): HTMLElement[] {
    const fields = tableOf('Decoded fields', heads);
    fields.body.append(...frame.fields.map(one => rowOf(heads, [printable(one.name), el('code', {}, printable(one.value))])));
    return [
        el('section', { class: 'panel', 'data-testid': 'frame' },
            el('h2', {}, `${frame.sent ? 'Sent' : 'Heard'} by the ${endName(frame.role).toLowerCase()} `,
                chip(...frameKind(frame.kind))),
            frame.refused !== null && el('p', { class: 'trouble' }, `Refused: ${printable(frame.refused).replaceAll('_', ' ')}`),
            facts([
                ['Time', timeElement(frame.at, true)],
                ['Size', octets(frame.octets)],
                ['Airtime', milliseconds(frame.airtime_ms)],
                ['Link', frame.link === null ? '–' : String(frame.link)],
                ...frame.sent
                    ? [['Power', dbm(frame.power_dbm)] as const]
                    : [['RSSI', dbm(frame.rssi_dbm)] as const, ['SNR', db(frame.snr_db)] as const],
                ['Messages', messagesOf(frame)],
            ])),
        panel('Fields', frame.fields.length > 0
            ? scrolled('Decoded fields', fields.table) : el('p', { class: 'quiet' }, 'Nothing in it could be decoded.')),
        panel('Octets', el('pre', { class: 'hex', 'data-testid': 'frame-hex', tabindex: 0 }, hexDump(frame.hex))),
    ];
}

function messagesOf(frame: Frame): HTMLElement | string {
    if (frame.messages.length === 0) return 'none known';
    return el('span', {}, ...frame.messages.flatMap((message, at) => [
        at > 0 ? ', ' : null, el('a', { href: `#/messages/${message}` }, `Message ${message}`),
    ]));
}
