import { svg } from '../dom';

// Line drawings in a field of 24 by 24; all of them are decoration beside a text.
const drawings = {
    device: 'M9 3h6v6H9zM12 9v4M7 21h10M12 13c-3 0-5 3-5 8M12 13c3 0 5 3 5 8',
    broker: 'M4 6h16v5H4zM4 13h16v5H4zM7 8.5h.01M7 15.5h.01M11 8.5h6M11 15.5h6',
    site: 'M4 21V10l8-6 8 6v11M9 21v-6h6v6',
    air: 'M6 6a9 9 0 0 0 0 12M18 6a9 9 0 0 1 0 12M9 9a4.5 4.5 0 0 0 0 6M15 9a4.5 4.5 0 0 1 0 6M12 12h.01',
    base: 'M12 9v12M8 21h8M9 6.5a4 4 0 0 1 6 0M6.5 4a8 8 0 0 1 11 0M12 9h.01',
    upstream: 'M7 18a4 4 0 0 1-.5-8A6 6 0 0 1 18 9.5 4.3 4.3 0 0 1 17.5 18z',
    ok: 'M5 12.5l4.5 4.5L19 7.5',
    warn: 'M12 4L2.5 20h19zM12 10v4M12 17h.01',
    error: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 8v5M12 16h.01',
    unknown: 'M9 9a3 3 0 1 1 4 3c-.8.4-1 1-1 2M12 17.5h.01',
    paused: 'M9 6v12M15 6v12',
    auto: 'M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18',
    light: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19'
        + 'M5 19l1.5-1.5M17.5 6.5L19 5',
    dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z',
} as const;

export type IconName = keyof typeof drawings;

export function icon(name: IconName, size = 20): SVGSVGElement {
    const element = svg('svg', {
        viewBox: '0 0 24 24', width: size, height: size, class: 'icon', 'aria-hidden': 'true', focusable: 'false',
    });
    element.append(svg('path', { d: drawings[name] }));
    return element;
}

/** Another drawing in the same place. */
export function redraw(element: SVGSVGElement, name: IconName): void {
    const path = element.firstElementChild;
    if (path && path.getAttribute('d') !== drawings[name]) path.setAttribute('d', drawings[name]);
}
