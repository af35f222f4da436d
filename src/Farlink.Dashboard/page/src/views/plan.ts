import { api, ApiError, isAbort, sentence } from '../api';
import { el, replace, setAttribute, setHidden } from '../dom';
import type { Model } from '../model';
import { Comparison, type Outcome } from '../parts/plan-compare';
import { PlanForm, type Asked } from '../parts/plan-form';
import { notice } from '../parts/pieces';
import { planReport } from '../parts/plan-report';
import type { PlanReport } from '../plan-types';
import type { View } from '../view';

/** How many sensors, how often, how far, at which setting: runs in virtual time with the real protocol. */
export function planView(model: Model): View {
    let asking: AbortController | null = null;
    let comparison: Comparison | null = null;
    const told = notice();
    const progress = el('progress', { 'aria-label': 'Runs done', hidden: true, 'data-testid': 'plan-progress' });
    const runs = el('div');
    const result = el('div', { class: 'stack', 'data-testid': 'plan-result' });
    const fields = new PlanForm();
    const run = el('button', { type: 'submit', class: 'button primary', 'data-testid': 'plan-run' }, 'Simulate');
    const cancel = el('button', {
        type: 'button', class: 'button', hidden: true, 'data-testid': 'plan-cancel', on: { click: () => asking?.abort() },
    }, 'Cancel');
    const form = el('form', { class: 'panel stack' },
        fields.root, el('div', { class: 'buttons' }, run, cancel), progress, told.root);

    const clear = (): void => {
        comparison?.close();
        comparison = null;
        replace(runs);
        replace(result);
    };
    const show = (report: PlanReport): void => replace(result, planReport(report));

    /** One after the other: the server runs one plan at a time. */
    const compare = async ({ question, compared }: Asked, signal: AbortSignal): Promise<void> => {
        if (compared === null) {
            told.say('Simulating …', 'quiet');
            show(await api.plan(question, signal));
            return;
        }

        const { axis, values } = compared;
        const all = new Comparison(axis, report => {
            show(report);
            result.scrollIntoView({ block: 'start' });
        });
        comparison = all;
        replace(runs, all.root);
        setAttribute(progress, 'max', values.length);
        for (const [at, value] of values.entries()) {
            told.say(`Simulating ${axis.write(value)}, ${at + 1} of ${values.length} …`, 'quiet');
            setAttribute(progress, 'value', at);
            setHidden(progress, false);
            all.add(await outcomeOf({ ...question, [axis.key]: value }, value, signal));
        }

        all.end();
    };

    const ask = async (signal: AbortSignal): Promise<void> => {
        setBusy(true);
        try {
            const asked = await fields.read();
            clear();
            await compare(asked, signal);
            told.say('Done.', 'ok');
        } catch (failure) {
            if (isAbort(failure)) told.say('Cancelled.', 'quiet');
            else told.say(sentence(failure));
        } finally {
            setBusy(false);
        }
    };
    const setBusy = (isBusy: boolean): void => {
        run.disabled = isBusy;
        setHidden(cancel, !isBusy);
        setHidden(progress, true);
        setAttribute(form, 'aria-busy', String(isBusy));
    };
    form.addEventListener('submit', happened => {
        happened.preventDefault();
        asking = new AbortController();
        void ask(asking.signal);
    });
    const end = model.on('theme', () => comparison?.repaint());

    return {
        title: 'Planner',
        root: el('div', { class: 'view' },
            el('h1', {}, 'Planner'),
            el('p', { class: 'lead' },
                'How many sensors, how often, how far, at which setting? A simulated run with the real protocol tells.'),
            form, runs, result),
        update: () => undefined,
        close: () => {
            asking?.abort();
            clear();
            end();
        },
    };
}

/** A value that no plan may have is told in its row: the others are run all the same. */
async function outcomeOf(question: Asked['question'], value: number, signal: AbortSignal): Promise<Outcome> {
    try {
        return { value, report: await api.plan(question, signal), refusal: '' };
    } catch (failure) {
        if (!(failure instanceof ApiError) || failure.status !== 400) throw failure;
        return { value, report: null, refusal: failure.message };
    }
}
