import { isAbort, sentence } from '../api';
import { el, setAttribute, setHidden, setText } from '../dom';
import { onceAFrame } from '../model';
import { people, notice } from './pieces';

export interface PagerOptions<T> {
    /** Rows on a page: so many stay quick on a phone, however much happens. */
    most: number;
    /** For texts: `frames`. */
    one: string;
    many: string;
    /** Those before an id, or the newest. */
    fetch: (before: number | undefined, signal: AbortSignal) => Promise<{ items: T[]; more: boolean }>;
    /** Whether a new one belongs here. */
    accepts: (item: T) => boolean;
    draw: (items: readonly T[]) => void;
}

/** A log that is longer than what is shown: the newest page lives, older ones are fetched, and it can be held. */
export class Pager<T extends { id: number }> {
    readonly root: HTMLElement;
    readonly trouble = notice();

    private readonly known = new Map<number, T>();
    private readonly words = el('span', { class: 'quiet', 'data-testid': 'pager-words' });
    private readonly hold = this.button('Pause', 'pause', () => this.toggle());
    private readonly newest = this.button('Newest', 'newest', () => this.open(undefined));
    private readonly older = this.button('Older', 'older', () => this.open(this.oldest()));
    private readonly draw = onceAFrame(() => this.show());
    private asking: AbortController | null = null;
    private before: number | undefined;
    private isHeld = false;
    private isLoaded = false;
    private more = false;
    private missed = 0;

    /** The highest id that was seen: what comes with a higher one is new, what comes with another has changed. */
    private top = -1;

    constructor(private readonly options: PagerOptions<T>) {
        this.root = el('div', { class: 'pager' }, this.hold, this.newest, this.older, this.words);
        this.open(undefined);
    }

    /** News of the stream: what is shown changes, what is new comes on the newest page. */
    take(news: readonly T[]): void {
        for (const item of [...news].sort((one, other) => one.id - other.id)) {
            if (this.known.has(item.id)) this.known.set(item.id, item);
            else if (!this.options.accepts(item)) continue;
            else if (!this.isHeld && this.before === undefined) this.known.set(item.id, item);
            else if (item.id > this.top) this.missed++;
            this.top = Math.max(this.top, item.id);
        }

        this.trim();
        this.draw();
    }

    /** From the newest on, by what is wanted now. */
    restart(): void {
        this.open(undefined);
    }

    reload(): void {
        this.open(this.before);
    }

    close(): void {
        this.asking?.abort();
    }

    private open(before: number | undefined): void {
        this.asking?.abort();
        const asking = new AbortController();
        this.asking = asking;
        this.before = before;
        this.options.fetch(before, asking.signal).then(
            ({ items, more }) => {
                // News that came while it was asked for are newer than the answer.
                const since = before === undefined && this.isLoaded && !this.isHeld ? [...this.known.values()] : [];
                const top = Math.max(-1, ...items.map(item => item.id));
                this.known.clear();
                for (const item of items) this.known.set(item.id, item);
                for (const item of since) if (item.id > top && this.options.accepts(item)) this.known.set(item.id, item);
                if (before === undefined) this.top = Math.max(-1, ...this.known.keys());
                this.isLoaded = true;
                this.more = more;
                this.missed = 0;
                this.trouble.say('');
                this.trim();
                this.show();
            },
            (failure: unknown) => {
                if (!isAbort(failure)) this.trouble.say(sentence(failure));
            });
    }

    private toggle(): void {
        this.isHeld = !this.isHeld;
        setText(this.hold, this.isHeld ? 'Go on' : 'Pause');
        setAttribute(this.hold, 'aria-pressed', this.isHeld ? 'true' : 'false');
        if (!this.isHeld) this.open(undefined);
        else this.show();
    }

    private trim(): void {
        const { most } = this.options;
        if (this.known.size <= most) return;
        const ids = [...this.known.keys()].sort((one, other) => other - one);
        for (const id of ids.slice(most)) this.known.delete(id);
        this.more = true;
    }

    private oldest(): number | undefined {
        return this.known.size === 0 ? undefined : Math.min(...this.known.keys());
    }

    private show(): void {
        const items = [...this.known.values()].sort((one, other) => other.id - one.id);
        this.options.draw(items);
        const { one, many } = this.options;
        const isNewest = this.before === undefined;
        setHidden(this.newest, isNewest);
        setHidden(this.hold, !isNewest);
        setHidden(this.older, !this.more);
        const what = items.length === 0 && this.isLoaded ? `No ${many}` : people(items.length, one, many);
        setText(this.words, !this.isLoaded ? 'Loading …' : this.missed > 0 ? `${what}, ${this.missed} new` : what);
    }

    private button(text: string, testId: string, act: () => void): HTMLButtonElement {
        return el('button', { type: 'button', class: 'button small', 'data-testid': testId, on: { click: act } }, text);
    }
}

/** Goes through older and older pages until enough are found: the server does not filter these lists. */
export async function gather<T extends { id: number }>(
    ask: (before: number | undefined) => Promise<T[]>, accepts: (item: T) => boolean, most: number, before: number | undefined,
    mostPages: number, pageSize: number): Promise<{ items: T[]; more: boolean }> {
    const found: T[] = [];
    let cursor = before;
    for (let page = 0; page < mostPages; page++) {
        const items = (await ask(cursor)).sort((one, other) => other.id - one.id);
        for (const item of items) {
            if (!accepts(item)) continue;
            if (found.length === most) return { items: found, more: true };
            found.push(item);
        }

        const last = items[items.length - 1];
        if (!last || items.length < pageSize) return { items: found, more: false };
        cursor = last.id;
    }

    return { items: found, more: found.length > 0 };
}
