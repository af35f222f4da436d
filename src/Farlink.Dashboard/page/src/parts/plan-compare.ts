import { el, setText } from '../dom';
import { number, percent, seconds } from '../format';
import type { PlanReport, PlanVerdict } from '../plan-types';
import { printable } from '../text';
import { Chart, type ChartOptions } from './chart';
import { barCell, chip, panel, rowOf, scrolled, tableOf, type ColumnHead } from './pieces';
import type { Axis } from './plan-fields';
import { deliveredShare } from './plan-report';

/** One value of a comparison, and what came of it: a report, or why the server takes no such plan. */
export interface Outcome {
    value: number;
    report: PlanReport | null;
    refusal: string;
}

type Figure = Omit<ChartOptions, 'group' | 'testId' | 'across'> & { of: (verdict: PlanVerdict) => number | null };

const share = (value: number | null): string => percent(value);
const figures: Record<string, Figure> = {
    delivered: { title: 'Delivered', format: share, isAmount: true, least: 0.1, of: one => one.delivered },
    late: { title: '99 % arrive within', format: seconds, isAmount: true, least: 1, of: one => one.p99_s },
    airtime: { title: 'Airtime of the busiest', format: share, isAmount: true, least: 0.01, of: one => one.airtime },
    collided: { title: 'Frames that collided', format: share, isAmount: true, least: 0.01, of: one => one.collided },
};

/** Runs side by side, as they come: a table, curves, and what they say. */
export class Comparison {
    readonly root: HTMLElement;

    private readonly outcomes: Outcome[] = [];
    private readonly charts: [Figure, Chart][];
    private readonly advice = el('p', { 'data-testid': 'plan-advice' });
    private readonly heads: ColumnHead[];
    private readonly rows: HTMLElement;

    constructor(private readonly axis: Axis, private readonly whenChosen: (report: PlanReport) => void) {
        const across = { title: axis.name, format: axis.write };
        this.charts = Object.entries(figures).map(([name, one]) =>
            [one, new Chart({ ...one, across, group: 'plan', testId: `plan-chart-${name}` })]);
        this.heads = [
            { text: axis.name }, { text: 'Holds' }, { text: 'Delivered', isNumber: true },
            { text: '50 % within', isNumber: true, isMinor: true }, { text: '99 % within', isNumber: true },
            { text: 'Airtime of the busiest' }, { text: 'Collided', isNumber: true, isMinor: true },
        ];
        const { table, body } = tableOf('Runs side by side', this.heads, 'plan-runs');
        this.rows = body;
        this.root = panel(`By ${axis.name.toLowerCase()}`, this.advice, scrolled('Runs side by side', table),
            el('p', { class: 'quiet' },
                'Airtime is that of the fullest hour, as a share of what is allowed; where nothing is limited, of the hour. '
                + 'Choose a run for all of its figures.'),
            el('div', { class: 'charts' }, ...this.charts.map(([, chart]) => chart.root)));
    }

    add(outcome: Outcome): void {
        this.outcomes.push(outcome);
        const values = this.outcomes.map(one => one.value);
        for (const [{ of }, chart] of this.charts) {
            chart.set(values, this.outcomes.map(one => one.report ? of(one.report.verdict) : null));
        }

        this.rows.append(rowOf(this.heads, this.cells(outcome)));
    }

    /** All there are: what they say. */
    end(): void {
        setText(this.advice, adviceOf(this.axis, this.outcomes));
    }

    repaint(): void {
        for (const [, chart] of this.charts) chart.repaint();
    }

    close(): void {
        for (const [, chart] of this.charts) chart.close();
    }

    private cells({ value, report, refusal }: Outcome): (Node | string)[] {
        const text = this.axis.write(value);
        if (!report) {
            const why = el('span', {}, chip('not run', 'warn'), ' ', printable(refusal));
            return [text, why, ...Array.from({ length: this.heads.length - 2 }, () => '–')];
        }

        const { verdict } = report;
        return [
            el('button', { type: 'button', class: 'button small', on: { click: () => this.whenChosen(report) } }, text),
            verdict.holds ? chip('yes', 'ok')
                : el('span', {}, chip('no', 'error'), ' ', printable(verdict.broken.join('; '))),
            deliveredShare(verdict.delivered), seconds(verdict.p50_s), seconds(verdict.p99_s),
            barCell(verdict.airtime, `${percent(verdict.airtime)} ${printable(verdict.busiest)}`), percent(verdict.collided),
        ];
    }
}

/** What the runs say together, in a sentence or two. */
function adviceOf({ key, write }: Axis, outcomes: Outcome[]): string {
    const runs = outcomes.flatMap(({ value, report }) => report ? [{ value, verdict: report.verdict }] : []);
    if (runs.length === 0) return 'Nothing of this could be run.';
    const holding = runs.filter(run => run.verdict.holds);
    if (holding.length === 0) {
        const best = runs.reduce((one, other) => other.verdict.delivered > one.verdict.delivered ? other : one);
        return `Nothing holds. The best is ${write(best.value)}: ${printable(best.verdict.broken.join('; '))}.`;
    }

    const all = `${number(holding.length)} of ${number(runs.length)} hold: ${holding.map(run => write(run.value)).join(', ')}.`;
    if (key !== 'sf') return `${all} The most that holds is ${write(Math.max(...holding.map(run => run.value)))}.`;
    const least = holding.reduce((one, other) => other.verdict.airtime < one.verdict.airtime ? other : one);
    return `${all} ${write(least.value)} takes the least airtime.`;
}
