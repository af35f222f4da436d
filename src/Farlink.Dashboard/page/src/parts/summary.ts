import { el, replace, setAttribute, setText } from '../dom';
import type { Model } from '../model';
import { icon, redraw } from './icons';
import { people } from './pieces';
import { troublesOf, type Trouble } from './troubles';

const mostShown = 5;

/** The one sentence for whoever has a second, and below it what is wrong. */
export class Summary {
    readonly root: HTMLElement;

    private readonly sign = icon('unknown', 24);
    private readonly headline = el('p', { class: 'summary-headline', 'data-testid': 'summary' }, 'Looking …');
    private readonly list = el('ul', { class: 'summary-list' });
    private told = '';

    constructor(private readonly model: Model) {
        // The only live region that speaks by itself: figures that change each second would never be silent.
        this.root = el('section', { class: 'summary', 'aria-label': 'Summary', 'data-level': 'unknown' },
            this.sign, el('div', { 'aria-live': 'polite', role: 'status' }, this.headline, this.list));
    }

    update(): void {
        const { model } = this;
        if (model.connection === 'lost') {
            this.show('warn', 'Connection lost, trying again', [{ level: 'warn', text: 'What you see is as it was.' }]);
        } else if (model.state === null) {
            this.show('unknown', 'Looking …', []);
        } else {
            const troubles = troublesOf(model);
            const worst = troubles[0]?.level ?? 'ok';
            this.show(worst, troubles.length === 0
                ? 'Everything is well' : people(troubles.length, 'thing needs a look', 'things need a look'), troubles);
        }
    }

    private show(level: 'ok' | 'warn' | 'error' | 'unknown', headline: string, troubles: Trouble[]): void {
        const lines = troubles.slice(0, mostShown).map(trouble => trouble.text);
        if (troubles.length > mostShown) lines.push(`and ${troubles.length - mostShown} more`);
        const all = [level, headline, ...lines].join('\n');
        if (all === this.told) return;
        this.told = all;
        setAttribute(this.root, 'data-level', level);
        redraw(this.sign, level);
        setText(this.headline, headline);
        replace(this.list, ...lines.map(line => el('li', {}, line)));
    }
}
