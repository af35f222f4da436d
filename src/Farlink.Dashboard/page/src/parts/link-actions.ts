import { api } from '../api';
import { el } from '../dom';
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

/** Buttons for what this end can do to a link; each asks first. */
export function actionButtons(model: Model, role: Role, link: LinkStatus): HTMLElement | null {
    const actions = model.about?.actions ?? [];
    if (actions.length === 0 || link.ended) return null;
    const told = notice();
    const ask = (action: Action): void => {
        told.say('');
        confirm({
            ...words[action],
            name: printable(link.name),
            // What was typed is compared with what is shown; the server compares with the name itself.
            act: async () => told.say((await api.act(action, role, link.id, link.name)).done, 'ok'),
        });
    };
    return el('div', { class: 'stack' },
        el('div', { class: 'buttons', role: 'group', 'aria-label': 'Actions on this link' },
            ...actions.filter(action => action in words).map(action => el(
                'button', {
                    type: 'button', class: words[action].isDangerous ? 'button danger' : 'button',
                    'data-testid': `action-${action}`, on: { click: () => ask(action) },
                },
                words[action].button))),
        told.root);
}
