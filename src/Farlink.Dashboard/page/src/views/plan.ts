import { api, isAbort, sentence } from '../api';
import { el, replace, setHidden } from '../dom';
import type { Model } from '../model';
import { field, notice } from '../parts/pieces';
import { planReport } from '../parts/plan-report';
import type { PlanQuestion } from '../types';
import type { View } from '../view';

interface NumberField {
    name: keyof PlanQuestion;
    label: string;
    hint: string;
    value: number;
    min: number;
    max: number;
    step: number | 'any';
}

const numbers: NumberField[] = [
    { name: 'sites', label: 'Sites', hint: '1 to 50', value: 5, min: 1, max: 50, step: 1 },
    { name: 'distance_km', label: 'Farthest site, km', hint: '0.05 to 50', value: 3, min: 0.05, max: 50, step: 'any' },
    {
        name: 'rate_per_hour', label: 'Messages an hour', hint: 'each site, 0.1 to 3600', value: 12, min: 0.1, max: 3600,
        step: 'any',
    },
    { name: 'octets', label: 'Octets of a message', hint: '1 to 4096', value: 40, min: 1, max: 4096, step: 1 },
    { name: 'hours', label: 'Hours simulated', hint: '0.1 to 48', value: 6, min: 0.1, max: 48, step: 'any' },
    { name: 'seed', label: 'Seed', hint: 'same seed, same run', value: 1, min: 0, max: 1_073_741, step: 1 },
];

const regions = ['EU868', 'US915', 'AU915', 'AS923', 'IN865', 'KR920'];
const spreadingFactors = ['7', '8', '9', '10', '11', '12'];
const bandwidths = ['125', '250', '500'];

/** How many sensors, how often, how far, at which setting: a run in virtual time with the real protocol. */
export function planView(_: Model): View {
    let asking: AbortController | null = null;
    const told = notice();
    const result = el('div', { class: 'stack', 'data-testid': 'plan-result' });
    const inputs = new Map(numbers.map(one => [one.name, el('input', {
        type: 'number', name: one.name, value: one.value, min: one.min, max: one.max, step: one.step, required: true,
        inputmode: 'decimal', 'data-testid': `plan-${one.name}`,
    })]));
    const spread = select('plan-spread', [['even', 'spread evenly'], ['ring', 'all at that distance']]);
    const region = select('plan-region', regions.map(name => [name, name]));
    const sf = select('plan-sf', spreadingFactors.map(name => [name, `SF${name}`]));
    const bandwidth = select('plan-bandwidth', bandwidths.map(name => [name, `${name} kHz`]));
    const acknowledged = el('input', { type: 'checkbox', checked: true, 'data-testid': 'plan-acknowledged' });
    const run = el('button', { type: 'submit', class: 'button primary', 'data-testid': 'plan-run' }, 'Simulate');
    const cancel = el(
        'button', { type: 'button', class: 'button', hidden: true, on: { click: () => asking?.abort() } }, 'Cancel');
    const form = el('form', { class: 'panel stack' },
        el('div', { class: 'form-grid' },
            ...numbers.map(one => field(one.label, inputs.get(one.name) ?? el('span'), one.hint)),
            field('Where the sites are', spread), field('Region', region), field('Spreading factor', sf),
            field('Bandwidth', bandwidth)),
        el('label', { class: 'check' }, acknowledged, el('span', {}, 'Acknowledged (QoS 1): lost frames are repeated')),
        el('div', { class: 'buttons' }, run, cancel), told.root);

    const setBusy = (isBusy: boolean): void => {
        run.disabled = isBusy;
        setHidden(cancel, !isBusy);
        form.setAttribute('aria-busy', String(isBusy));
    };
    form.addEventListener('submit', happened => {
        happened.preventDefault();
        asking = new AbortController();
        const value = (name: keyof PlanQuestion): number => Number(inputs.get(name)?.value);
        setBusy(true);
        told.say('Simulating …', 'quiet');
        api.plan({
            sites: value('sites'),
            distance_km: value('distance_km'),
            spread: spread.value as PlanQuestion['spread'],
            rate_per_hour: value('rate_per_hour'),
            octets: value('octets'),
            region: region.value,
            sf: Number(sf.value),
            bandwidth_khz: Number(bandwidth.value),
            hours: value('hours'),
            seed: value('seed'),
            acknowledged: acknowledged.checked,
        }, asking.signal).then(
            report => {
                told.say('Done.', 'ok');
                replace(result, planReport(report));
            },
            (failure: unknown) => {
                if (isAbort(failure)) told.say('Cancelled.', 'quiet');
                else told.say(sentence(failure));
            },
        ).finally(() => setBusy(false));
    });

    return {
        title: 'Planner',
        root: el('div', { class: 'view' },
            el('h1', {}, 'Planner'),
            el('p', { class: 'lead' },
                'How many sensors, how often, how far, at which setting? A simulated run with the real protocol tells.'),
            form, result),
        update: () => undefined,
        close: () => asking?.abort(),
    };
}

function select(testId: string, options: [value: string, text: string][]): HTMLSelectElement {
    return el('select', { 'data-testid': testId }, ...options.map(([value, text]) => el('option', { value }, text)));
}
