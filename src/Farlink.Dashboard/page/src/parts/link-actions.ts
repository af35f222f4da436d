import { api } from '../api';
import { el, setHidden } from '../dom';
import type { Model } from '../model';
import { printable } from '../text';
import type { Action, LinkStatus, Role } from '../types';
import { confirm } from './dialog';
import { notice } from './pieces';

const words: Record<Action, { button: string; title: string; text: string; isDangerous: boolean }> = {
    pause: {
        button: 'Pause', title: 'Pause this link?', isDangerous: false,
        text: 'Nothing more is sent on it. Messages wait here, and go on when it is resumed.',
    },
    resume: { button: 'Resume', title: 'Resume this link?', isDangerous: false, text: 'What waits is sent again.' },
    flush: {
        button: 'Send now', title: 'Send what waits for company?', isDangerous: false,
        text: 'Messages that wait to share a frame go as soon as the airtime allows. That takes more of it; nothing is lost.',
    },
    rekey: {
        button: 'Re-key', title: 'Give this site another key?', isDangerous: false,
        text: 'The base is told of the next key by the link. The one before is good until a session with the new one works.',
    },
};

/** Buttons for what this end can do to a link; each asks first. Of pausing and going on only the one that fits is there. */
export function actionButtons(
    model: Model, role: Role, link: LinkStatus): { root: HTMLElement; update: (link: LinkStatus) => void } | null {
    const actions = (model.about?.actions ?? []).filter(action => action in words);
    if (actions.length === 0 || link.ended) return null;
    const told = notice();
    const ask = (action: Action): void => {
        told.say('');
        confirm({
            ...words[action],
            name: printable(link.name),
            // What was typed is compared with what is shown; the server compares with the name itself.
            act: async () => told.say((await api.act(action, role, link.id, link.name)).done, 'ok'),
            next: () => [...buttons.values()].find(button => !button.hidden),
        });
    };
    const buttons = new Map(actions.map(action => [action, el(
        'button', {
            type: 'button', class: words[action].isDangerous ? 'button danger' : 'button',
            'data-testid': `action-${action}`, on: { click: () => ask(action) },
        },
        words[action].button)]));
    return {
        root: el('div', { class: 'stack' },
            el('div', { class: 'buttons', role: 'group', 'aria-label': 'Actions on this link' }, ...buttons.values()), told.root),
        update: ({ paused = false }) => {
            const [pause, resume] = [buttons.get('pause'), buttons.get('resume')];
            if (paused) exchange(resume, pause);
            else exchange(pause, resume);
        },
    };
}

/** The focus must not fall out of the page with the button that had it. */
function exchange(shown: HTMLElement | undefined, hidden: HTMLElement | undefined): void {
    if (shown) setHidden(shown, false);
    if (!hidden || hidden.hidden) return;
    const hadFocus = document.activeElement === hidden;
    setHidden(hidden, true);
    if (hadFocus) shown?.focus();
}
