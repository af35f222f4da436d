import { sentence } from '../api';
import { el } from '../dom';
import { notice } from './pieces';

export interface Question {
    title: string;
    /** What will happen. */
    text: string;
    /** What has to be typed, so that nobody does it to another link by mistake. */
    name: string;
    button: string;
    isDangerous: boolean;
    /** Does it; what is thrown is told in the dialog, which stays open. */
    act: (typed: string) => Promise<void>;
    /** What gets the focus if what had it is no longer there. */
    next: () => HTMLElement | undefined;
}

/** Asks before something is done. The browser's own dialog keeps the focus inside and gives it back. */
export function confirm(question: Question): void {
    const trouble = notice();
    const typed = el('input', {
        type: 'text', autocomplete: 'off', spellcheck: 'false', required: true, 'data-testid': 'confirm-name',
    });
    const button = el(
        'button',
        { type: 'submit', class: question.isDangerous ? 'button danger' : 'button primary', 'data-testid': 'confirm-do' },
        question.button);
    const cancel = el('button', { type: 'button', class: 'button', 'data-testid': 'confirm-cancel' }, 'Cancel');
    const form = el('form', { class: 'stack' },
        el('h2', { id: 'dialog-title' }, question.title),
        el('p', {}, question.text),
        el('label', { class: 'field' },
            el('span', { class: 'field-label' },
                'Type the name of the link: ', el('strong', { class: 'foreign' }, question.name)),
            typed),
        trouble.root,
        el('div', { class: 'buttons' }, button, cancel));
    const dialog = el('dialog', { 'aria-labelledby': 'dialog-title', 'data-testid': 'confirm' }, form);

    cancel.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
        dialog.remove();
        if (document.activeElement === document.body) question.next()?.focus();
    });
    form.addEventListener('submit', happened => {
        happened.preventDefault();
        if (typed.value.trim() !== question.name) {
            trouble.say('That is not the name of this link.');
            typed.focus();
            return;
        }

        button.disabled = true;
        question.act(typed.value.trim()).then(
            () => dialog.close(),
            (failure: unknown) => {
                button.disabled = false;
                trouble.say(sentence(failure));
            });
    });
    document.body.append(dialog);
    dialog.showModal();
    typed.focus();
}
