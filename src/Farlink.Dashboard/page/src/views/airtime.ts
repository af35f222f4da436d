import { el, replace, setHidden, setText } from '../dom';
import { milliseconds, moment, number, octets, percent, ratio, seconds } from '../format';
import type { Model } from '../model';
import { barCell, cellClass, chip, figure, figures, meter, panel, rowOf, scrolled, tableOf } from '../parts/pieces';
import { endName, frameKind } from '../parts/words';
import { printable, short } from '../text';
import type { Airtime } from '../types';
import type { View } from '../view';

/** Topics that cost most; the server keeps some hundred. */
const mostTopics = 100;

const useHeads = [
    { text: 'End' }, { text: 'Kind' }, { text: 'Frames', isNumber: true, isMinor: true },
    { text: 'Since the start', isNumber: true, isMinor: true }, { text: 'Last hour' },
];
const topicHeads = [
    { text: 'Topic' }, { text: 'Messages', isNumber: true, isMinor: true }, { text: 'Octets', isNumber: true, isMinor: true },
    { text: 'On the air', isNumber: true, isMinor: true }, { text: 'Compression', isNumber: true, isMinor: true },
    { text: 'Last hour', isNumber: true, isMinor: true }, { text: 'A day', isNumber: true }, { text: 'Share' },
];

/** What the air is spent on, and what will happen next. */
export function airtimeView(model: Model): View {
    const bands = bandMeters();
    const uses = tableOf('Airtime by kind of frame', useHeads, 'airtime-uses');
    const topics = tableOf('Airtime by topic', topicHeads, 'airtime-topics');
    const noTopics = el('p', { class: 'quiet', hidden: true }, 'No message was on the air yet.');
    const outlook = forecast();
    let drawn = '';

    return {
        title: 'Airtime',
        root: el('div', { class: 'view' },
            el('h1', {}, 'Airtime'),
            panel('Budget', bands.root),
            panel('Outlook', outlook.root),
            panel('By kind', scrolled('Airtime by kind of frame', uses.table)),
            panel('By topic', scrolled('Airtime by topic', topics.table), noTopics)),
        update: () => {
            const airtime = model.state?.airtime;
            if (!airtime) return;
            bands.update(airtime);
            outlook.update(airtime);

            // Tables are made anew only if a figure in them changed.
            const key = JSON.stringify([airtime.by_use, airtime.by_topic]);
            if (key === drawn) return;
            drawn = key;
            drawUses(uses.body, airtime);
            drawTopics(topics.body, airtime);
            setHidden(noTopics, airtime.by_topic.length > 0);
        },
    };
}

function bandMeters(): { root: HTMLElement; update: (airtime: Airtime) => void } {
    const root = el('div', { class: 'stack' });
    const known = new Map<string, ReturnType<typeof meter>>();
    return {
        root,
        update: airtime => {
            for (const band of airtime.bands) {
                const name = `${endName(band.end)}, ${printable(band.band)}`;
                let one = known.get(name);
                if (!one) {
                    one = meter(name);
                    known.set(name, one);
                    root.append(one.root);
                }

                const share = band.budget_ms === null ? null : band.used_ms / band.budget_ms;
                const slot = band.next_slot_s === null ? 'never, the frame is too long'
                    : band.next_slot_s === 0 ? 'now' : `in ${seconds(band.next_slot_s)}`;
                const used = milliseconds(band.used_ms);
                one.set(share, band.budget_ms === null
                    ? `${used} in the last hour, no limit`
                    : `${used} of ${milliseconds(band.budget_ms)} an hour (${percent(share)}), next slot ${slot}`);
            }
        },
    };
}

function forecast(): { root: HTMLElement; update: (airtime: Airtime) => void } {
    const slot = figure('Next slot', 'next-slot');
    const used = figure('Hour used');
    const end = figure('Hour at this pace');
    const full = figure('Budget used up');
    const saved = figure('Compression', 'compression');
    const note = el('p', { class: 'quiet' });
    return {
        root: el('div', {}, figures(slot, used, end, full, saved), note),
        update: ({ forecast: ahead, compression }) => {
            slot.set(ahead.next_slot_s === 0 ? 'now' : ahead.next_slot_s === null ? 'never' : `in ${seconds(ahead.next_slot_s)}`);
            used.set(percent(ahead.hour_used_share));
            end.set(percent(ahead.hour_forecast_share));
            full.set(ahead.full_at === null ? 'not in sight' : moment(ahead.full_at));
            saved.set(ratio(compression.ratio), `${octets(compression.plain_octets)} became ${octets(compression.coded_octets)}`);
            setText(note, ahead.full_at === null ? '' : 'When the budget is used up messages wait; none is lost by that.');
        },
    };
}

function drawUses(body: HTMLElement, airtime: Airtime): void {
    const most = Math.max(1, ...airtime.by_use.map(use => use.last_hour_ms));
    replace(body, ...airtime.by_use.map(use => rowOf(useHeads, [
        endName(use.end), chip(...frameKind(use.use)), number(use.frames), milliseconds(use.airtime_ms),
        barCell(use.last_hour_ms / most, milliseconds(use.last_hour_ms)),
    ])));
}

function drawTopics(body: HTMLElement, airtime: Airtime): void {
    const sorted = [...airtime.by_topic].sort((one, other) => other.a_day_ms - one.a_day_ms).slice(0, mostTopics);
    replace(body, ...sorted.map(topic => {
        const row = rowOf(topicHeads, [
            el('a', { class: 'foreign', href: `#/messages?topic=${encodeURIComponent(topic.topic)}` }, short(topic.topic)),
            number(topic.messages), number(topic.plain_octets), number(topic.coded_octets, 1), ratio(topic.ratio),
            milliseconds(topic.last_hour_ms), milliseconds(topic.a_day_ms), barCell(topic.share, percent(topic.share)),
        ]);
        row.firstElementChild?.setAttribute('class', cellClass(topicHeads[0]) ?? 'topic');
        return row;
    }));
}
