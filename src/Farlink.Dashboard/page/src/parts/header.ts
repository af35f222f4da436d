import { el, setAttribute, setHidden, setText } from '../dom';
import { number } from '../format';
import type { Model } from '../model';
import { printable } from '../text';
import { applyTheme, currentTheme, nextTheme } from '../theme';
import { api } from '../api';
import { icon, redraw } from './icons';

/** What stays in view: who this is, whether news comes, and in the demo the promises. */
export class Header {
    readonly root: HTMLElement;

    private readonly name = el('span', { class: 'brand-name foreign' });
    private readonly lost = el('strong', { 'data-testid': 'lost' }, '0');
    private readonly doubled = el('strong', { 'data-testid': 'doubled' }, '0');
    private readonly promise = el('p', { class: 'promise', 'data-testid': 'promise', hidden: true },
        el('span', {}, 'lost ', this.lost), el('span', {}, 'doubled ', this.doubled));
    private readonly words = el('span', { class: 'connection-text' });
    private readonly connection = el('span', { class: 'connection', 'data-testid': 'connection' },
        el('span', { class: 'dot', 'aria-hidden': 'true' }), this.words);
    private readonly themeIcon = icon(currentTheme());
    private readonly theme = el('button', { type: 'button', class: 'icon-button', 'data-testid': 'theme' }, this.themeIcon);
    private readonly logout = el(
        'button', { type: 'button', class: 'button small', hidden: true, 'data-testid': 'logout' }, 'Sign out');

    constructor(private readonly model: Model) {
        this.theme.addEventListener('click', () => {
            applyTheme(nextTheme());
            this.showTheme();
            model.emit('theme');
        });
        this.logout.addEventListener('click', () => {
            // Whatever the answer: without a session the page shows the login, with one it stays.
            api.logout().finally(() => location.reload()).catch(() => undefined);
        });
        this.showTheme();
        this.root = el('header', { class: 'top' },
            el('a', { class: 'brand', href: '#/chain' }, icon('air', 24), el('span', {}, 'Farlink'), this.name),
            this.promise, el('div', { class: 'top-end' }, this.connection, this.logout, this.theme));
    }

    update(): void {
        const { about, demo, connection } = this.model;
        setText(this.name, about ? printable(about.demo ? 'demo' : `${about.name} (${about.role})`) : '');
        setText(this.words, connection === 'live' ? 'live' : connection === 'lost' ? 'trying again' : 'connecting');
        setAttribute(this.connection, 'data-state', connection);
        setHidden(this.connection, about === null && connection !== 'lost');
        setHidden(this.logout, !(about?.login && about.signed_in));
        setHidden(this.promise, !about?.demo);
        if (!demo) return;
        setText(this.lost, number(demo.lost));
        setText(this.doubled, number(demo.doubled));
        setAttribute(this.promise, 'data-level', demo.lost + demo.doubled > 0 ? 'error' : 'ok');
    }

    private showTheme(): void {
        const words = { auto: 'as the system', light: 'light', dark: 'dark' };
        redraw(this.themeIcon, currentTheme());
        const text = `Colours: ${words[currentTheme()]}. Change to ${words[nextTheme()]}.`;
        setAttribute(this.theme, 'aria-label', text);
        setAttribute(this.theme, 'title', text);
    }
}
