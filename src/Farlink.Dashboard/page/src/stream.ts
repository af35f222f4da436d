import { api, isLocked, streamAddress } from './api';
import type { Model } from './model';
import type { Demo, Frame, Gap, Hello, LogEvent, Message, Sample, State } from './types';

/** A connection that died without a word shows by its silence: the server says something every 20 seconds at least. */
const longestSilence = 45_000;
const retryAfter = 2000;

/** A question on a connection that died without a word would wait for a quarter of an hour. */
const answerWithin = 10_000;

/** A browser has six connections for a host: pages that nobody looks at give theirs back. */
const hiddenFor = 30_000;

/** The news of the server, for as long as the page is open: ends and comes back by itself. */
export class NewsStream {
    private source: EventSource | null = null;
    private instance: string | null = null;
    private version: string | null = null;
    private heardAt = 0;
    private retry = 0;
    private hiding = 0;
    private isWanted = false;
    private isResumed = false;

    constructor(private readonly model: Model, private readonly whenLocked: () => void) {
        document.addEventListener('visibilitychange', () => this.watchVisibility());
        window.setInterval(() => this.watchSilence(), longestSilence / 3);
    }

    open(): void {
        this.close();
        this.isWanted = true;
        const source = new EventSource(streamAddress);
        this.source = source;
        this.heardAt = Date.now();
        source.addEventListener('error', () => this.handleError(source));
        this.listen<Hello>('hello', hello => this.greet(hello));
        this.listen<State>('state', state => {
            this.model.state = state;
            this.model.emit('changed');
        });
        this.listen<Demo>('demo', demo => {
            this.model.demo = demo;
            this.model.emit('changed');
        });
        this.listen<Frame[]>('frames', frames => this.model.emit('frames', frames));
        this.listen<Message[]>('messages', messages => this.model.emit('messages', messages));
        this.listen<LogEvent[]>('events', events => this.model.emit('events', events));
        this.listen<Sample>('sample', sample => this.model.emit('sample', sample));
        this.listen<Gap>('gap', gap => this.model.emit('gap', gap));

        // It may be opened, or opened anew, while nobody looks: then no change of that will be told.
        this.watchVisibility();
    }

    close(): void {
        window.clearTimeout(this.retry);
        this.source?.close();
        this.source = null;
    }

    /** Closes, and does not come back when the page is looked at again. */
    stop(): void {
        this.close();
        this.isWanted = false;
        this.instance = null;
        this.isResumed = false;
    }

    private listen<T>(name: string, handle: (news: T) => void): void {
        this.source?.addEventListener(name, happened => {
            this.heardAt = Date.now();
            handle(JSON.parse(happened.data as string) as T);
        });
    }

    private greet(hello: Hello): void {
        if (isLocked(hello)) {
            this.whenLocked();
            return;
        }

        // A newer program has a newer page.
        if (this.version !== null && this.version !== hello.version) {
            location.reload();
            return;
        }

        // A page that opened the stream anew cannot ask for what it missed; nor is there any of it in another run.
        const isOther = this.instance !== null && (this.isResumed || this.instance !== hello.instance);
        this.instance = hello.instance;
        this.version = hello.version;
        this.isResumed = false;
        this.model.about = hello;
        this.model.connection = 'live';
        this.model.emit('changed');
        if (isOther) this.model.emit('reload');
        void this.fill(hello.demo);
    }

    /** The first figures: the stream tells only what changes. */
    private async fill(isDemo: boolean): Promise<void> {
        try {
            const [state, demo] = await Promise.all([api.state(), isDemo ? api.demo() : null]);
            this.model.state = state;
            this.model.demo = demo;
            this.model.emit('changed');
        } catch {
            // If the server is gone again, the stream notices too.
        }
    }

    private handleError(source: EventSource): void {
        if (source !== this.source) return;
        this.lose();

        // While connecting the browser tries again by itself; once closed (an answer that is no stream) it does not.
        if (source.readyState === EventSource.CLOSED) this.retry = window.setTimeout(() => void this.tryAgain(), retryAfter);
    }

    private async tryAgain(): Promise<void> {
        try {
            const about = await api.about(AbortSignal.timeout(answerWithin));
            if (!this.isWanted) return;
            if (isLocked(about)) {
                this.whenLocked();
                return;
            }

            this.isResumed = true;
            this.open();
        } catch {
            if (this.isWanted) this.retry = window.setTimeout(() => void this.tryAgain(), retryAfter);
        }
    }

    private lose(): void {
        if (this.model.connection === 'lost') return;
        this.model.connection = 'lost';
        this.model.emit('changed');
    }

    /** Whatever else the server answers: what has said nothing for so long will not say anything any more. */
    private watchSilence(): void {
        if (this.source === null || Date.now() - this.heardAt < longestSilence) return;
        this.lose();
        this.close();
        void this.tryAgain();
    }

    private watchVisibility(): void {
        window.clearTimeout(this.hiding);
        if (document.hidden) {
            this.hiding = window.setTimeout(() => this.close(), hiddenFor);
        } else if (this.source === null && this.isWanted) {
            this.isResumed = true;
            this.open();
        }
    }
}
