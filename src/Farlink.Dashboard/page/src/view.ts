import type { Model } from './model';

/** One page of the pages. Its root is in the document from when it was made until it is closed. */
export interface View {
    readonly title: string;
    readonly root: HTMLElement;

    /** Draws what the model knows now; at most once a frame of the screen. */
    update(): void;

    /** Fetches all again: what is shown may be of another run. */
    reload?(): void;

    /** The address changed, but not the view. */
    move?(route: Route): void;

    close?(): void;
}

export type ViewMaker = (model: Model, route: Route) => View;

/** An address: `#/messages/41?topic=a` is path `messages`, parts `41`. */
export interface Route {
    path: string;
    parts: string[];
    query: URLSearchParams;
}

export function currentRoute(): Route {
    const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
    const [first = '', ...parts] = path.split('/').map(safeDecode);
    return { path: first === '' ? 'chain' : first, parts, query: new URLSearchParams(query) };
}

/** An address somebody mistyped is no reason to fail. */
function safeDecode(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

export function idOf(part: string | undefined): number | null {
    return part !== undefined && /^\d{1,15}$/.test(part) ? Number(part) : null;
}
