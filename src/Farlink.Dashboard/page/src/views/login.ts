import { api, ApiError, sentence } from '../api';
import { el } from '../dom';
import { count } from '../format';
import { field, notice } from '../parts/pieces';
import type { View } from '../view';

/** Asks for the password of the dashboard. */
export function loginView(whenSignedIn: () => void): View {
    const told = notice();
    told.root.setAttribute('role', 'alert');
    const user = el('input', {
        // For password managers, which keep passwords by a name.
        type: 'text', name: 'username', value: 'farlink', autocomplete: 'username', readonly: true, hidden: true,
    });
    const password = el('input', {
        type: 'password', name: 'password', autocomplete: 'current-password', required: true, autofocus: true,
        'data-testid': 'password',
    });
    const button = el('button', { type: 'submit', class: 'button primary', 'data-testid': 'sign-in' }, 'Sign in');
    const form = el('form', { class: 'panel login stack' },
        el('h1', {}, 'Sign in'), user, field('Password', password), told.root, button);
    form.addEventListener('submit', happened => {
        happened.preventDefault();
        button.disabled = true;
        api.login(password.value).then(whenSignedIn, (failure: unknown) => {
            button.disabled = false;
            told.say(reasonOf(failure));
            password.select();
        });
    });
    return { title: 'Sign in', root: el('div', { class: 'view', 'data-view': 'login' }, form), update: () => undefined };
}

function reasonOf(failure: unknown): string {
    if (failure instanceof ApiError && failure.status === 401) return 'That is not the password.';
    if (failure instanceof ApiError && failure.status === 429) {
        const wait = failure.retryAfter === null ? 'a while' : count(failure.retryAfter, 'second', 'seconds');
        return `Too many tries. Wait ${wait}, then try again.`;
    }

    return sentence(failure);
}
