// All of the page is made here: by nodes and textContent, never from markup. So a topic that looks like HTML stays a text, and
// the Content-Security-Policy needs no exception. No attribute may be `style`: the policy refuses it; element.style is allowed.

export type Child = Node | string | number | null | undefined | false;

type Handlers = { [K in keyof HTMLElementEventMap]?: (happened: HTMLElementEventMap[K]) => void };

export interface Attributes {
    on?: Handlers;
    [name: string]: string | number | boolean | null | undefined | Handlers;
}

const svgSpace = 'http://www.w3.org/2000/svg';

export function el<K extends keyof HTMLElementTagNameMap>(
    tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (name === 'on') listen(element, value as Handlers);
        else setAttribute(element, name, value as string | number | boolean | null | undefined);
    }

    add(element, children);
    return element;
}

export function svg<K extends keyof SVGElementTagNameMap>(
    tag: K, attributes: Record<string, string | number> = {}, ...children: Node[]): SVGElementTagNameMap[K] {
    const element = document.createElementNS(svgSpace, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    element.append(...children);
    return element;
}

export function add(parent: Node, children: Child[]): void {
    for (const child of children) {
        if (child === null || child === undefined || child === false) continue;
        parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
    }
}

export function replace(parent: Element, ...children: Child[]): void {
    parent.replaceChildren();
    add(parent, children);
}

/** Only touches the document if something changed: else screen readers speak and styles are computed for nothing. */
export function setText(node: Node, text: string): void {
    if (node.textContent !== text) node.textContent = text;
}

export function setAttribute(element: Element, name: string, value: string | number | boolean | null | undefined): void {
    if (value === null || value === undefined || value === false) {
        if (element.hasAttribute(name)) element.removeAttribute(name);
        return;
    }

    const text = value === true ? '' : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

export function setHidden(element: HTMLElement, isHidden: boolean): void {
    if (element.hidden !== isHidden) element.hidden = isHidden;
}

/** Rows of a list that live on from one drawing to the next, so that focus, selection and scrolling stay. */
export class Rows<T, N extends HTMLElement> {
    private readonly known = new Map<string | number, N>();

    constructor(
        private readonly parent: HTMLElement,
        private readonly keyOf: (item: T) => string | number,
        private readonly create: (item: T) => N,
        private readonly patch: (row: N, item: T) => void) { }

    draw(items: readonly T[]): void {
        const wanted = new Set(items.map(this.keyOf));
        for (const [key, row] of this.known) {
            if (wanted.has(key)) continue;
            row.remove();
            this.known.delete(key);
        }

        let place: ChildNode | null = this.parent.firstChild;
        for (const item of items) {
            const key = this.keyOf(item);
            let row = this.known.get(key);
            if (!row) {
                row = this.create(item);
                this.known.set(key, row);
            }

            this.patch(row, item);
            if (row === place) place = place.nextSibling;
            else this.parent.insertBefore(row, place);
        }
    }

    /** In another run of the server the same keys are of other things. */
    forget(): void {
        for (const row of this.known.values()) row.remove();
        this.known.clear();
    }
}

function listen(element: HTMLElement, handlers: Handlers): void {
    for (const [name, handler] of Object.entries(handlers)) element.addEventListener(name, handler as EventListener);
}
