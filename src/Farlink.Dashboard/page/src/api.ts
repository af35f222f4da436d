import type { PlanQuestion, PlanReport } from './plan-types';
import type {
    About, Action, Airtime, Demo, Frame, History, LockedAbout, LogEvent, Message, MessageDetail, Role, Span, State,
} from './types';

/** An answer other than success, or none at all (status 0). Its message is a sentence for the reader. */
export class ApiError extends Error {
    constructor(readonly status: number, message: string, readonly retryAfter: number | null = null) {
        super(message);
    }
}

export interface Page {
    after?: number | undefined;
    before?: number | undefined;
    limit?: number | undefined;
}

export interface MessageQuery extends Page {
    topic?: string | undefined;
    from?: string | undefined;
    to?: string | undefined;
}

type Query = Record<string, string | number | undefined>;

/** Called when an answer says that nobody is signed in (any more). */
let whenLocked: () => void = () => undefined;

export function onLocked(listener: () => void): void {
    whenLocked = listener;
}

export const streamAddress = 'api/stream';
export const pcapAddress = 'api/frames.pcap';

export const api = {
    about: (signal?: AbortSignal) => get<About | LockedAbout>('about', {}, signal),
    state: () => get<State>('state'),
    airtime: () => get<Airtime>('airtime'),
    history: (role: Role, link: number, span: Span, signal?: AbortSignal) =>
        get<History>('links/history', { role, link, span }, signal),
    messages: (query: MessageQuery, signal?: AbortSignal) =>
        get<{ messages: Message[]; more: boolean }>('messages', { ...query }, signal),
    message: (id: number, signal?: AbortSignal) => get<MessageDetail>(`messages/${id}`, {}, signal),
    frames: (page: Page, signal?: AbortSignal) => get<{ frames: Frame[] }>('frames', { ...page }, signal),
    frame: (id: number, signal?: AbortSignal) => get<Frame>(`frames/${id}`, {}, signal),
    events: (page: Page, signal?: AbortSignal) => get<{ events: LogEvent[] }>('events', { ...page }, signal),
    demo: () => get<Demo>('demo'),

    login: (password: string) => post<void>('login', { password }),
    logout: () => post<void>('logout', {}),
    act: (action: Action, role: Role, link: number, confirm: string) =>
        post<{ done: string }>(`actions/${action}`, { role, link, confirm }),

    weather: (lossPercent: number) => post<Demo>('demo/weather', { loss_percent: lossPercent }),
    distance: (km: number) => post<Demo>('demo/distance', { km }),
    crash: (role: Role) => post<Demo>('demo/crash', { role }),
    hostile: (on: boolean) => post<Demo>('demo/hostile', { on }),
    rate: (seconds: number) => post<Demo>('demo/rate', { interval_s: seconds }),

    plan: (question: PlanQuestion, signal: AbortSignal) => post<PlanReport>('plan', question, signal),
};

function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
        if (value !== undefined && value !== '') parameters.set(name, String(value));
    }

    const tail = parameters.size > 0 ? `?${parameters}` : '';
    return ask<T>(`api/${path}${tail}`, { signal: signal ?? null });
}

function post<T>(path: string, body: object, signal?: AbortSignal): Promise<T> {
    return ask<T>(`api/${path}`, {
        method: 'POST',
        // A form of another site cannot send this header: the server takes it as a sign that this page asks.
        headers: { 'Content-Type': 'application/json', 'X-Farlink-Request': '1' },
        body: JSON.stringify(body),
        signal: signal ?? null,
    });
}

async function ask<T>(address: string, options: RequestInit): Promise<T> {
    let answer: Response;
    try {
        answer = await fetch(address, { cache: 'no-store', credentials: 'same-origin', ...options });
    } catch (failure) {
        if (isAbort(failure)) throw failure;
        throw new ApiError(0, 'Farlink does not answer. It is tried again.');
    }

    if (!answer.ok) throw await failureOf(answer, address);
    return answer.status === 204 ? undefined as T : await answer.json() as T;
}

async function failureOf(answer: Response, address: string): Promise<ApiError> {
    let text = `Farlink answered ${answer.status}.`;
    try {
        const body = await answer.json() as { error?: unknown };
        if (typeof body.error === 'string') text = body.error;
    } catch {
        // A proxy's error page is no JSON; its status has to do.
    }

    if (answer.status === 401 && !address.endsWith('/login')) whenLocked();
    const after = Number(answer.headers.get('Retry-After'));
    return new ApiError(answer.status, text, after > 0 ? after : null);
}

export function isAbort(failure: unknown): boolean {
    return failure instanceof DOMException && failure.name === 'AbortError';
}

/** A sentence for whatever was thrown. */
export function sentence(failure: unknown): string {
    return failure instanceof Error ? failure.message : String(failure);
}

export function isLocked(about: About | LockedAbout): about is LockedAbout {
    return about.login && !about.signed_in;
}
