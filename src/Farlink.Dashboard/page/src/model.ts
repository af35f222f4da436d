import type { About, Demo, Frame, Gap, LogEvent, Message, Sample, State } from './types';

/** Whether the stream of news flows. */
export type Connection = 'connecting' | 'live' | 'lost';

interface Topics {
    /** Something of the fields below changed. */
    changed: undefined;
    frames: Frame[];
    messages: Message[];
    events: LogEvent[];
    sample: Sample;
    gap: Gap;
    /** All that is shown may be of another run: fetch it again. */
    reload: undefined;
    theme: undefined;
}

type Listener<T> = (news: T) => void;

/** What the page knows. Lists belong to the views that show them: here they only pass by, so nothing grows. */
export class Model {
    about: About | null = null;
    state: State | null = null;
    demo: Demo | null = null;
    connection: Connection = 'connecting';

    private readonly listeners = new Map<keyof Topics, Set<Listener<never>>>();

    /** Nobody is signed in (any more): what was known is not for whoever looks now. */
    forget(): void {
        this.about = null;
        this.state = null;
        this.demo = null;
        this.connection = 'connecting';
    }

    /** Listens until the returned function is called. */
    on<K extends keyof Topics>(topic: K, listener: Listener<Topics[K]>): () => void {
        let all = this.listeners.get(topic);
        if (!all) {
            all = new Set();
            this.listeners.set(topic, all);
        }

        const kept = all.add(listener as Listener<never>);
        return () => kept.delete(listener as Listener<never>);
    }

    emit<K extends keyof Topics>(topic: K, ...news: Topics[K] extends undefined ? [] : [Topics[K]]): void {
        for (const listener of this.listeners.get(topic) ?? []) (listener as Listener<unknown>)(news[0]);
    }
}

/** Draws at most once a frame of the screen, however often it is asked; not at all while nobody looks. */
export function onceAFrame(draw: () => void): () => void {
    let isDue = false;
    return () => {
        if (isDue) return;
        isDue = true;
        requestAnimationFrame(() => {
            isDue = false;
            draw();
        });
    };
}
