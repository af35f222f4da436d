import { api, isAbort, sentence } from '../api';
import { el, setText } from '../dom';
import { db, dbm, number, percent, seconds } from '../format';
import type { Model } from '../model';
import { short } from '../text';
import type { Column, History, LinkStatus, Role, Sample, Span } from '../types';
import { Chart, type ChartOptions } from './chart';
import { onlineShare, withGaps } from './gaps';
import { actionButtons } from './link-actions';
import { choice, figure, figures, notice } from './pieces';
import { endName } from './words';

type Shown = Exclude<Column, 'online'>;

const spans: (readonly [Span, string])[] = [['10m', '10 minutes'], ['1d', 'Day'], ['1mo', 'Month']];
const columns: Column[] = ['rssi_dbm', 'snr_db', 'margin_db', 'loss', 'repeats', 'round_trip_s', 'queue', 'online'];

/** Long spans hold thinned samples: they are fetched again now and then, the short one grows by each sample. */
const refetchAfter = 60_000;
const shortSpan = 600;

const charts: Record<Shown, Omit<ChartOptions, 'group' | 'testId'>> = {
    rssi_dbm: { title: 'RSSI', format: dbm, isAmount: false },
    snr_db: { title: 'SNR', format: db, isAmount: false },
    margin_db: { title: 'Margin', format: db, isAmount: false },
    loss: { title: 'Loss', format: share => percent(share), isAmount: true, least: 0.05 },
    repeats: { title: 'Repeated frames', format: value => number(value, 1), isAmount: true, least: 4 },
    round_trip_s: { title: 'Round trip', format: seconds, isAmount: true, least: 0.5 },
    queue: { title: 'Queue, messages', format: value => number(value, 1), isAmount: true, least: 4 },
};

/** One link: figures of now, actions, and its charts. */
export class LinkPanel {
    readonly root: HTMLElement;

    private readonly charts: [Shown, Chart][];
    private readonly trouble = notice();
    private readonly online = el('p', { class: 'quiet', 'data-testid': 'online-share' });
    private readonly figures = {
        rssi: figure('RSSI'), snr: figure('SNR'), margin: figure('Margin'), power: figure('Power'), loss: figure('Loss'),
        frames: figure('Frames sent'), refused: figure('Refused'), queue: figure('Queue'), session: figure('Session'),
    };
    private readonly actions: ReturnType<typeof actionButtons>;
    private readonly ends: (() => void)[];
    private span: Span = '10m';
    private history: History | null = null;
    private asking: AbortController | null = null;

    constructor(model: Model, readonly role: Role, readonly link: LinkStatus) {
        const group = `${role}-${link.id}`;
        this.charts = (Object.keys(charts) as Shown[]).map(column =>
            [column, new Chart({ ...charts[column], group, testId: `chart-${column}` })]);
        this.actions = actionButtons(model, role, link);
        this.root = el('section', { class: 'panel', 'data-testid': 'link' },
            el('h2', {}, el('span', { class: 'foreign' }, short(link.name, 60)),
                ` as the ${endName(role).toLowerCase()} sees it`),
            figures(...Object.values(this.figures)),
            this.actions?.root,
            el('div', { class: 'bar-row' },
                el('h3', {}, 'Over time'),
                choice('Time shown', 'span', spans, this.span, span => {
                    this.span = span;
                    this.reload();
                })),
            this.trouble.root, this.online,
            el('div', { class: 'charts' }, ...this.charts.map(([, chart]) => chart.root)));
        const timer = window.setInterval(() => {
            if (!document.hidden) this.reload();
        }, refetchAfter);
        this.ends = [
            () => window.clearInterval(timer),
            model.on('sample', sample => this.grow(sample)),
            model.on('theme', () => this.charts.forEach(([, chart]) => chart.repaint())),
        ];
        this.reload();
    }

    update(link: LinkStatus): void {
        const { rssi, snr, margin, power, loss, frames, refused, queue, session } = this.figures;
        rssi.set(dbm(link.rssi_dbm));
        snr.set(db(link.snr_db));
        margin.set(db(link.margin_db), 'above the least');
        power.set(dbm(link.power_dbm));
        loss.set(percent(link.loss));
        const { sent, repeated } = link.frames;
        frames.set(number(sent), repeated === undefined ? '' : `${number(repeated)} repeated`);
        refused.set(number(link.frames.refused), 'frames');
        this.actions?.update(link);
        const { messages, oldest_s: oldest } = link.queue;
        queue.set(number(messages), oldest === undefined ? 'messages' : `oldest ${seconds(oldest)}`);
        session.set(link.session === false ? 'none' : seconds(link.session_age_s), link.session === false ? '' : 'old');
    }

    reload(): void {
        this.asking?.abort();
        this.asking = new AbortController();
        api.history(this.role, this.link.id, this.span, this.asking.signal).then(
            history => {
                this.trouble.say('');
                this.history = history;
                this.draw();
            },
            (failure: unknown) => {
                if (!isAbort(failure)) this.trouble.say(sentence(failure));
            });
    }

    close(): void {
        this.asking?.abort();
        for (const end of this.ends) end();
        for (const [, chart] of this.charts) chart.close();
    }

    private grow(sample: Sample): void {
        const { history } = this;
        if (!history || this.span !== '10m' || sample.role !== this.role || sample.link !== this.link.id) return;
        const last = history.t[history.t.length - 1] ?? 0;
        if (sample.t === last) return;
        if (sample.t < last) {
            // The clock was set back: what is drawn is no longer how the server has it.
            this.reload();
            return;
        }

        history.t.push(sample.t);
        for (const column of columns) history[column].push(sample[column] ?? null);
        while ((history.t[0] ?? sample.t) < sample.t - shortSpan) {
            history.t.shift();
            for (const column of columns) history[column].shift();
        }

        if (!document.hidden) this.draw();
    }

    private draw(): void {
        const { history } = this;
        if (!history) return;
        const { times, of } = withGaps(history);
        for (const [column, chart] of this.charts) chart.set(times, of(column));
        const share = onlineShare(history.online);
        setText(this.online, share === null ? '' : `Online for ${percent(share)} of the time that was measured.`);
    }
}
