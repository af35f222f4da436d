export type Theme = 'auto' | 'light' | 'dark';

const key = 'farlink-theme';
const order: Theme[] = ['auto', 'light', 'dark'];

/** A browser may refuse to keep anything: then the choice lasts as long as the page. */
function read(): Theme {
    try {
        const kept = localStorage.getItem(key);
        return kept === 'light' || kept === 'dark' ? kept : 'auto';
    } catch {
        return 'auto';
    }
}

let theme = read();

export function currentTheme(): Theme {
    return theme;
}

export function nextTheme(): Theme {
    return order[(order.indexOf(theme) + 1) % order.length] ?? 'auto';
}

export function applyTheme(wanted: Theme = theme): void {
    theme = wanted;
    const root = document.documentElement;
    if (theme === 'auto') root.removeAttribute('data-theme');
    else root.setAttribute('data-theme', theme);
    try {
        if (theme === 'auto') localStorage.removeItem(key);
        else localStorage.setItem(key, theme);
    } catch {
        // As in read().
    }
}

/** Calls when colours change by themselves: at dusk, on many systems. */
export function onSystemTheme(listener: () => void): void {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', listener);
}

export function colour(name: string): string {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
