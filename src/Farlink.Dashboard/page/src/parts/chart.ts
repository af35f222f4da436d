import uPlot from 'uplot';
import { el, replace, setAttribute, setHidden, setText } from '../dom';
import { axisDay, axisMinute, cursorTime, timeElement } from '../format';
import { colour } from '../theme';
import { rowOf, scrolled, tableOf } from './pieces';

type Values = (number | null)[];

export interface ChartOptions {
    title: string;
    /** For ticks and readings. */
    format: (value: number | null) => string;
    /** Whether the scale begins at 0, and the area below is filled. */
    isAmount: boolean;
    /** The scale shows at least this much above 0. */
    least?: number;
    /** Charts of one group show the same moment. */
    group: string;
    testId: string;
    /** What lies across; default time. Values are put side by side at equal distances. */
    across?: { title: string; format: (value: number) => string };
}

const height = 150;
const mostRows = 48;
const dayLength = 86_400;

/** A curve, over time if nothing else is said, with the same in words and as a table for whoever does not see it. */
export class Chart {
    readonly root: HTMLElement;

    private readonly picture = el('div', { class: 'chart-picture', role: 'img' });
    private readonly reading = el('span', { class: 'chart-reading' });
    private readonly nothing = el('p', { class: 'chart-nothing', hidden: true }, 'Nothing measured in this time.');
    private readonly details = el('details', { class: 'chart-table' }, el('summary', {}, 'Show as table'));
    private readonly holder = el('div');
    private readonly watcher: ResizeObserver;
    private plot: uPlot | null = null;
    private times: number[] = [];
    private values: Values = [];

    constructor(private readonly options: ChartOptions) {
        this.details.append(this.holder);
        this.details.addEventListener('toggle', () => this.drawTable());
        this.root = el('figure', { class: 'chart', 'data-testid': options.testId },
            el('figcaption', {}, el('span', { class: 'chart-title' }, options.title), this.reading),
            this.picture, this.nothing, this.details);
        this.watcher = new ResizeObserver(() => this.fit());
        this.watcher.observe(this.picture);
    }

    set(times: number[], values: Values): void {
        this.times = times;
        this.values = values;
        const hasAny = values.some(value => value !== null);
        setHidden(this.nothing, hasAny);
        setHidden(this.picture, !hasAny);
        setHidden(this.details, !hasAny);
        this.tell();
        if (hasAny) {
            if (this.plot) this.plot.setData([times, values]);
            else this.draw();
        }

        if (this.details.open) this.drawTable();
    }

    /** Colours are painted, so another theme needs another picture. */
    repaint(): void {
        if (this.plot) this.draw();
    }

    close(): void {
        this.watcher.disconnect();
        this.plot?.destroy();
        this.plot = null;
    }

    private tell(): void {
        const known = this.values.filter(value => value !== null);
        if (known.length === 0) {
            setText(this.reading, '');
            return;
        }

        const { format, title, across } = this.options;
        const range = `${format(Math.min(...known))} to ${format(Math.max(...known))}`;
        if (across) {
            setText(this.reading, range);
            setAttribute(this.picture, 'aria-label', `${title} by ${across.title}: from ${range}`);
            return;
        }

        const latest = format(known[known.length - 1] ?? null);
        setText(this.reading, `latest ${latest}`);
        setAttribute(this.picture, 'aria-label', `${title}: latest ${latest}, in this time from ${range}`);
    }

    private draw(): void {
        this.plot?.destroy();
        const width = this.picture.clientWidth || 300;
        this.plot = new uPlot(this.plotOptions(width), [this.times, this.values], this.picture);
    }

    private fit(): void {
        const width = this.picture.clientWidth;
        if (this.plot && width > 0 && width !== this.plot.width) this.plot.setSize({ width, height });
    }

    private plotOptions(width: number): uPlot.Options {
        const { format, isAmount, least = 0, group, across } = this.options;
        const line = colour('chart');
        const axis = {
            stroke: colour('muted'),
            font: '12px system-ui, sans-serif',
            grid: { stroke: colour('line'), width: 1 },
            ticks: { show: false },
        };
        return {
            width,
            height,
            padding: [8, across ? 28 : 12, 0, 0],
            legend: { show: false },
            cursor: { y: false, drag: { x: false, y: false }, sync: { key: group }, points: { size: 7 } },
            scales: {
                ...across ? { x: { time: false, distr: 2 } } : {},
                y: { range: (_, low, high) => rangeOf(low, high, isAmount, least) },
            },
            axes: [
                {
                    ...axis, size: 26, space: across ? 40 : 70,
                    values: (plot, splits) => splits.map(split => across ? across.format(split) : axisTime(plot, split)),
                },
                { ...axis, size: 66, space: 26, values: (_, splits) => splits.map(split => format(split)) },
            ],
            series: [{}, {
                stroke: line,
                width: 1.75,
                ...(isAmount ? { fill: colour('chart-fill') } : {}),
                points: { show: across !== undefined || (this.values.length < 90 && this.isSparse()), size: 4, fill: line },
            }],
            hooks: { setCursor: [plot => this.read(plot)] },
        };
    }

    /** A value between two gaps has no line: it would not be seen. */
    private isSparse(): boolean {
        return this.values.some((value, at) =>
            value !== null && (this.values[at - 1] ?? null) === null && (this.values[at + 1] ?? null) === null);
    }

    private read(plot: uPlot): void {
        const at = plot.cursor.idx;
        if (at === null || at === undefined) this.tell();
        else setText(this.reading, `${this.options.format(this.values[at] ?? null)} at ${this.place(this.times[at] ?? 0)}`);
    }

    private place(value: number): string {
        return this.options.across?.format(value) ?? cursorTime(value);
    }

    private drawTable(): void {
        if (!this.details.open) return;
        const { title, format, across } = this.options;
        const heads = [{ text: across?.title ?? 'Time' }, { text: title, isNumber: true }];
        const { table, body } = tableOf(title, heads);
        const step = Math.max(1, Math.ceil(this.times.length / mostRows));
        for (let at = this.times.length - 1; at >= 0; at -= step) {
            const value = this.times[at] ?? 0;
            const place = across ? across.format(value) : timeElement(new Date(value * 1000).toISOString());
            body.append(rowOf(heads, [place, format(this.values[at] ?? null)]));
        }

        replace(this.holder, scrolled(`${title} as a table`, table));
    }
}

function axisTime(plot: uPlot, split: number): string {
    const { min = 0, max = 0 } = plot.scales['x'] ?? {};
    return (max ?? 0) - (min ?? 0) > 3 * dayLength ? axisDay(split) : axisMinute(split);
}

function rangeOf(low: number | null, high: number | null, isAmount: boolean, least: number): [number, number] {
    if (low === null || high === null) return [0, Math.max(least, 1)];
    if (isAmount) return [0, Math.max(high * 1.1, least)];
    const margin = Math.max((high - low) * 0.15, 1.5);
    return [low - margin, high + margin];
}
