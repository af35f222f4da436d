import { el, svg } from '../dom';
import { milliseconds, number, percent, seconds } from '../format';
import { printable } from '../text';
import type { PlanReport } from '../plan-types';
import { barCell, chip, figure, figures, panel, rowOf, scrolled, tableOf } from './pieces';

interface Part {
    name: string;
    value: number;
    tone: string;
}

const noFrames = { received: 0, collided: 0, too_weak: 0, deaf: 0, lost: 0 };

/** What a simulated run came to: whether it holds, figures, pictures that are tables too, and what was taken for granted. */
export function planReport(report: PlanReport): HTMLElement {
    return el('div', { class: 'stack' },
        panel('Result', verdict(report), overview(report)),
        el('div', { class: 'columns' },
            panel('Delivery', deliveryPicture(report)),
            panel('Latency', latencyTable(report)),
            panel('Frames of the sites at the base', receptionTable(report))),
        panel('By host', hostTable(report)),
        panel('Taken for granted', el('ul', { class: 'plain', 'data-testid': 'plan-assumptions' },
            ...report.assumptions.map(one => el('li', {}, printable(one))))));
}

/** A share that is 100 % only if nothing is missing. */
export function deliveredShare(share: number): string {
    return percent(share < 1 ? Math.floor(share * 1000) / 1000 : 1);
}

/** As `farlink sim run` says it. */
function verdict({ verdict: { holds, within_s: within, broken }, violations }: PlanReport): HTMLElement {
    return el('div', {},
        el('p', { 'data-testid': 'plan-verdict' },
            chip(holds ? 'Holds' : 'Does not hold', holds ? 'ok' : 'error'), ' ',
            holds ? `everything arrived, 99\u00a0% within ${seconds(within)}, and no limit was broken.`
                : `${printable(broken.join('; '))}.`),
        violations.length > 0
            && el('ul', { class: 'trouble' }, ...violations.slice(0, 20).map(one => el('li', {}, printable(one)))));
}

function overview({ messages, verdict: all, frames, simulated_s: simulated, seed, ...report }: PlanReport): HTMLElement {
    const delivered = figure('Delivered', 'plan-delivered');
    delivered.set(deliveredShare(all.delivered),
        `${number(messages.delivered)} of ${number(messages.offered - messages.host_down - messages.ended)} messages`);
    const late = figure('99 % arrive within');
    late.set(seconds(all.p99_s), `half within ${seconds(all.p50_s)}`);
    const airtime = figure('Airtime', 'plan-airtime');
    airtime.set(percent(all.airtime),
        `${report.airtime_limit_ms_per_hour === null ? 'of the hour' : 'of what is allowed'}, ${printable(all.busiest)}`);
    const collided = figure('Collisions', 'plan-collisions');
    collided.set(percent(all.collided), 'of the frames of the sites');
    const sent = figure('Frames');
    sent.set(number(frames.sent), messages.delivered > 0 ? `${number(frames.sent / messages.delivered, 1)} a message` : '');
    const time = figure('Simulated');
    time.set(seconds(simulated), `seed ${seed}`);
    return figures(delivered, late, airtime, collided, sent, time);
}

function deliveryPicture({ messages }: PlanReport): HTMLElement {
    const parts: Part[] = [
        { name: 'Delivered', value: messages.delivered, tone: 'ok' },
        { name: 'Still under way', value: messages.waiting, tone: 'accent' },
        { name: 'Ended by policy', value: messages.ended, tone: 'warn' },
        { name: 'QoS 0, lost', value: messages.qos0_lost, tone: 'error' },
        { name: 'Host was down', value: messages.host_down, tone: 'quiet' },
    ];
    const shown = parts.filter(part => part.value > 0);
    const total = shown.reduce((sum, part) => sum + part.value, 0);
    return el('div', {}, stack(shown, total), partTable('Delivery', 'Messages', parts, total));
}

/** One bar in parts. The numbers stand in the table below it, so it is hidden from screen readers. */
function stack(parts: Part[], total: number): SVGSVGElement {
    const picture = svg('svg', {
        viewBox: '0 0 100 6', preserveAspectRatio: 'none', class: 'stack-bar', 'aria-hidden': 'true', focusable: 'false',
    });
    let left = 0;
    for (const part of parts) {
        const width = total > 0 ? part.value / total * 100 : 0;
        picture.append(svg('rect', { x: left, y: 0, width, height: 6, 'data-tone': part.tone }));
        left += width;
    }

    return picture;
}

function partTable(caption: string, unit: string, parts: Part[], total: number): HTMLElement {
    const heads = [{ text: caption }, { text: unit }];
    const { table, body } = tableOf(caption, heads);
    body.append(...parts.map(part => rowOf(heads, [
        el('span', { class: 'key', 'data-tone': part.tone }, part.name),
        barCell(total > 0 ? part.value / total : 0, `${number(part.value)} (${percent(total > 0 ? part.value / total : null)})`),
    ])));
    return scrolled(caption, table);
}

function latencyTable({ verdict: all, latency_s: { longest } }: PlanReport): HTMLElement {
    const heads = [{ text: 'Share of messages' }, { text: 'Arrive within' }];
    const { table, body } = tableOf('Latency', heads);
    const rows: [string, number | null][] = [['50 %', all.p50_s], ['90 %', all.p90_s], ['99 %', all.p99_s], ['all', longest]];
    const most = Math.max(0.001, ...rows.map(([, value]) => value ?? 0));
    body.append(...rows.map(([share, value]) => rowOf(heads, [share, barCell((value ?? 0) / most, seconds(value))])));
    return scrolled('Latency', table);
}

function receptionTable({ hosts }: PlanReport): HTMLElement {
    const sum = hosts.reduce((all, { at_base: one }) => ({
        received: all.received + one.received, collided: all.collided + one.collided,
        too_weak: all.too_weak + one.too_weak, deaf: all.deaf + one.deaf, lost: all.lost + one.lost,
    }), noFrames);
    const parts: Part[] = [
        { name: 'Received', value: sum.received, tone: 'ok' },
        { name: 'Destroyed by another', value: sum.collided, tone: 'error' },
        { name: 'Too weak', value: sum.too_weak, tone: 'warn' },
        { name: 'Missed while sending', value: sum.deaf, tone: 'accent' },
        { name: 'Lost otherwise', value: sum.lost, tone: 'quiet' },
    ];
    const total = parts.reduce((all, part) => all + part.value, 0);
    return el('div', {}, stack(parts, total), partTable('Frames', 'Frames', parts, total));
}

/** The busiest hour of each host, against the limit where there is one. */
function hostTable({ hosts, airtime_limit_ms_per_hour: limit }: PlanReport): HTMLElement {
    const heads = [
        { text: 'Host' }, { text: 'Frames', isNumber: true }, { text: 'Collided', isNumber: true },
        { text: 'Delivered', isNumber: true },
        { text: limit === null ? 'Fullest hour, no limit' : 'Fullest hour, of what is allowed' },
    ];
    const { table, body } = tableOf('Hosts', heads, 'plan-hosts');
    const most = limit ?? Math.max(1, ...hosts.map(host => host.fullest_hour_ms));
    body.append(...hosts.map(({ name, frames, at_base: base, accepted, delivered, fullest_hour_ms: hour }) => {
        const all = base.received + base.collided + base.too_weak + base.deaf + base.lost;
        const share = limit === null ? '' : ` (${percent(hour / limit)})`;
        return rowOf(heads, [
            printable(name), number(frames), percent(all > 0 ? base.collided / all : null),
            accepted > 0 ? deliveredShare(delivered / accepted) : '–', barCell(hour / most, milliseconds(hour) + share),
        ]);
    }));
    return scrolled('Hosts', table);
}
