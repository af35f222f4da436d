import { el, svg } from '../dom';
import { milliseconds, number, percent, seconds } from '../format';
import { printable } from '../text';
import type { PlanReport } from '../types';
import { barCell, figure, figures, panel, rowOf, scrolled, tableOf } from './pieces';

interface Part {
    name: string;
    value: number;
    tone: string;
}

/** What a simulated run came to: figures, pictures that are tables too, and what was taken for granted. */
export function planReport(report: PlanReport): HTMLElement {
    return el('div', { class: 'stack' },
        panel('Result', overview(report), verdict(report)),
        el('div', { class: 'columns' },
            panel('Delivery', deliveryPicture(report)),
            panel('Latency', latencyTable(report)),
            panel('What became of receptions', receptionTable(report))),
        panel('Airtime by host', hostTable(report)),
        panel('Taken for granted', el('ul', { class: 'plain', 'data-testid': 'plan-assumptions' },
            ...report.assumptions.map(one => el('li', {}, printable(one))))));
}

function overview({ messages, latency_s: latency, frames, simulated_s: simulated, seed }: PlanReport): HTMLElement {
    const delivered = figure('Delivered', 'plan-delivered');
    delivered.set(percent(messages.accepted > 0 ? messages.delivered / messages.accepted : null, 2),
        `${number(messages.delivered)} of ${number(messages.accepted)} messages`);
    const median = figure('Median latency');
    median.set(seconds(latency.p50));
    const late = figure('95 % arrive within');
    late.set(seconds(latency.p95));
    const sent = figure('Frames');
    sent.set(number(frames.sent), messages.delivered > 0 ? `${number(frames.sent / messages.delivered, 1)} a message` : '');
    const collided = figure('Collisions', 'plan-collisions');
    collided.set(number(frames.collided), 'receptions destroyed');
    const time = figure('Simulated');
    time.set(seconds(simulated), `seed ${seed}`);
    return figures(delivered, median, late, sent, collided, time);
}

function verdict({ complete, violations, messages }: PlanReport): HTMLElement {
    if (violations.length > 0) {
        return el('ul', { class: 'trouble' }, ...violations.slice(0, 20).map(one => el('li', {}, printable(one))));
    }

    const held = messages.held_back > 0
        ? ` ${number(messages.held_back)} were held back at a full queue: the air cannot carry that much.` : '';
    return el('p', { class: 'quiet' }, complete
        ? `Checked: nothing lost, nothing doubled, order kept, airtime limits kept.${held}`
        : `It ended early, so not everything is checked.${held}`);
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

function latencyTable({ latency_s: latency }: PlanReport): HTMLElement {
    const heads = [{ text: 'Share of messages' }, { text: 'Arrive within' }];
    const { table, body } = tableOf('Latency', heads);
    const most = Math.max(latency.longest, 0.001);
    const rows: [string, number][] = [['50 %', latency.p50], ['95 %', latency.p95], ['all', latency.longest]];
    body.append(...rows.map(([share, value]) => rowOf(heads, [share, barCell(value / most, seconds(value))])));
    return scrolled('Latency', table);
}

function receptionTable({ frames }: PlanReport): HTMLElement {
    const parts: Part[] = [
        { name: 'Received', value: frames.received, tone: 'ok' },
        { name: 'Destroyed by another', value: frames.collided, tone: 'error' },
        { name: 'Too weak', value: frames.tooweak, tone: 'warn' },
        { name: 'Missed while sending', value: frames.deaf, tone: 'accent' },
        { name: 'Lost otherwise', value: frames.lost, tone: 'quiet' },
    ];
    const total = parts.reduce((sum, part) => sum + part.value, 0);
    return el('div', {}, stack(parts, total), partTable('Receptions', 'Receptions', parts, total));
}

function hostTable({ hosts }: PlanReport): HTMLElement {
    const heads = [
        { text: 'Host' }, { text: 'Frames', isNumber: true }, { text: 'Airtime an hour' },
        { text: 'Fullest hour', isNumber: true },
    ];
    const { table, body } = tableOf('Airtime by host', heads, 'plan-hosts');
    const most = Math.max(1, ...hosts.map(host => host.airtime_ms_per_hour));
    body.append(...hosts.map(host => rowOf(heads, [
        printable(host.name), number(host.frames),
        barCell(host.airtime_ms_per_hour / most, milliseconds(host.airtime_ms_per_hour)), milliseconds(host.fullest_hour_ms),
    ])));
    return scrolled('Airtime by host', table);
}
