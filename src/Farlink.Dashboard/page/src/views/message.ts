import { api, ApiError, isAbort, sentence } from '../api';
import { el, replace, setText } from '../dom';
import { milliseconds, number, octets, timeElement } from '../format';
import type { Model } from '../model';
import { lifeLine } from '../parts/life-line';
import { chip, facts, notice, panel, people } from '../parts/pieces';
import { endName, messageState } from '../parts/words';
import { hexDump, hexPairs, printable, printableLines, short } from '../text';
import type { Frame, MessageDetail } from '../types';
import type { View } from '../view';

/** A message that changes ten times a second is not fetched as often. */
const refetchAfter = 500;

/** Frames whose octets are shown: a long message has hundreds. */
const mostFrames = 8;

/** One message: its life with times, the frames that carried it, and what it says where that is kept. */
export function messageView(model: Model, id: number): View {
    const asking = new AbortController();
    const told = notice();
    const body = el('div', { class: 'stack' });
    const heading = el('h1', {}, `Message ${id}`);
    let timer = 0;
    let twin: number | null = null;

    const load = async (): Promise<void> => {
        try {
            const message = await api.message(id, asking.signal);
            const other = message.twin ? await optional(api.message(message.twin.id, asking.signal)) : null;
            const ids = [...message.carried_by, ...other?.carried_by ?? []].map(frame => frame.frame);
            const frames = await Promise.all(
                [...new Set(ids)].slice(0, mostFrames).map(frame => optional(api.frame(frame, asking.signal))));
            twin = message.twin?.id ?? null;
            told.say('');
            replace(body, ...partsOf(message, other, frames.filter(frame => frame !== null)));
        } catch (failure) {
            if (isAbort(failure)) return;
            told.say(failure instanceof ApiError && failure.status === 404
                ? 'This message is not known here (any more): only the latest are kept.' : sentence(failure));
        }
    };

    const end = model.on('messages', messages => {
        if (timer !== 0 || !messages.some(message => message.id === id || message.id === twin)) return;
        timer = window.setTimeout(() => {
            timer = 0;
            void load();
        }, refetchAfter);
    });
    void load();
    setText(heading, `Message ${id}`);

    return {
        title: `Message ${id}`,
        root: el('div', { class: 'view' },
            el('p', { class: 'back' }, el('a', { href: '#/messages' }, '← Messages')), heading, told.root, body),
        update: () => undefined,
        reload: () => void load(),
        close: () => {
            window.clearTimeout(timer);
            asking.abort();
            end();
        },
    };
}

/** What is not kept any more is left out. */
async function optional<T>(asked: Promise<T>): Promise<T | null> {
    try {
        return await asked;
    } catch (failure) {
        if (isAbort(failure)) throw failure;
        return null;
    }
}

function partsOf(message: MessageDetail, twin: MessageDetail | null, frames: Frame[]): HTMLElement[] {
    const [text, tone] = messageState(message.state);
    const about = el('section', { class: 'panel', 'data-testid': 'message' },
        el('h2', {}, el('span', { class: 'foreign' }, short(message.topic, 400)), ' ', chip(text, tone)),
        message.reason !== null && el('p', { class: 'trouble' }, printable(message.reason)),
        facts([
            ['Way', message.direction === 'up' ? 'up, from the site to the base' : 'down, from the base to the site'],
            ['Seen by', `${endName(message.role)} ${printable(message.site)}, link ${message.link}`],
            ['Came', timeElement(message.at, true)],
            ['Took', milliseconds(message.latency_ms)],
            ['Size', `${octets(message.octets)}, ${octets(message.coded_octets, 1)} on the air`],
            ['Airtime', `${milliseconds(message.airtime_ms)} in ${people(message.frames, 'frame', 'frames')}`],
            ['QoS', `${message.qos}${message.retain ? ', retained' : ''}`],
            ['Trace', message.trace ? el('code', {}, message.trace) : '–'],
            ...message.twin ? [[
                'Other end', el('a', { href: `#/messages/${message.twin.id}` }, `as the ${message.twin.role} sees it`),
            ] as const] : [],
        ]));
    const sender = [message, twin].find(one => one !== null && isSender(one)) ?? null;
    const payload = message.payload ?? twin?.payload ?? null;
    return [
        about,
        panel('Life', lifeLine([message, ...twin ? [twin] : []]), quiet(carriersOf(sender))),
        payload ? payloadPanel(payload) : panel('Text', el('p', { class: 'quiet' }, 'Texts of messages are not kept here.')),
        airPanel(frames, sender),
    ];
}

const isSender = ({ direction, role }: MessageDetail): boolean => (direction === 'up') === (role === 'site');
const quiet = (text: string): HTMLElement | null => text === '' ? null : el('p', { class: 'quiet' }, text);

/** Which of the frames are not in its life. */
function carriersOf(sender: MessageDetail | null): string {
    if (sender === null) return 'Only the sender knows all the frames that carried it.';
    const known = sender.carried_by.length;
    return known < sender.frames ? `The first ${number(known)} of ${people(sender.frames, 'frame', 'frames')} are kept.` : '';
}

function payloadPanel(payload: NonNullable<MessageDetail['payload']>): HTMLElement {
    return panel('Text',
        el('pre', { class: 'foreign', 'data-testid': 'payload-text', tabindex: 0 }, printableLines(payload.text)),
        el('h3', {}, 'As hex'),
        el('pre', { class: 'hex', 'data-testid': 'payload-hex', tabindex: 0 }, hexDump(payload.hex)),
        payload.truncated && el('p', { class: 'quiet' }, 'It is longer: only its beginning is kept.'));
}

/** What anybody hears who listens: the cipher, with header and code. */
function airPanel(frames: Frame[], sender: MessageDetail | null): HTMLElement {
    const all = Math.max(frames.length, sender?.frames ?? 0);
    return panel('On the air, enciphered',
        quiet(sender === null ? carriersOf(null)
            : all === 0 ? 'It was not on the air yet.'
            : frames.length === 0 ? 'No frame of it is kept any more.'
            : frames.length < all ? `${number(frames.length)} of ${people(all, 'frame', 'frames')}.` : ''),
        frames.length > 0
            && el('ol', { class: 'air-frames', 'data-testid': 'ciphertext' }, ...frames.map(frame => el('li', {},
                el('a', { href: `#/frames/${frame.id}` }, `Frame ${frame.id}`), ` ${octets(frame.octets)}`,
                el('code', { class: 'hex' }, hexPairs(frame.hex))))));
}
