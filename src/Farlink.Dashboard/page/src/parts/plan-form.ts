import { el, setHidden } from '../dom';
import { number } from '../format';
import type { PlanQuestion } from '../plan-types';
import {
    axes, bandwidths, numberFields, rangeText, regions, spreadingFactors, type Axis, type NumberKey,
} from './plan-fields';
import { field } from './pieces';

/** More would take too long to wait for. */
const mostValues = 8;

/** The server takes no longer trace, in octets. */
const mostTrace = 256 * 1024;

/** What is asked: one plan, or one for each value of an axis. */
export interface Asked {
    question: PlanQuestion;
    compared: { axis: Axis; values: number[] } | null;
}

/** The fields of a plan. Their limits are the server's: it says the rest. */
export class PlanForm {
    readonly root: HTMLElement;

    private readonly inputs = new Map((Object.entries(numberFields) as [NumberKey, typeof numberFields[NumberKey]][])
        .map(([key, { value, min, max, isWhole }]) => [key, el('input', {
            type: 'number', name: key, value, min, max, step: isWhole ? 1 : 'any', required: value !== null,
            inputmode: 'decimal', 'data-testid': `plan-${key}`,
        })]));
    private readonly spread = select('plan-spread', [['even', 'spread evenly'], ['ring', 'all at that distance']]);
    private readonly region = select('plan-region', regions.map(name => [name, name]));
    private readonly sf = select('plan-sf', factors().map(value => [value, `SF${value}`]), '7');
    private readonly bandwidth = select('plan-bandwidth', [
        ['', 'the region\u2019s'], ...bandwidths.map(value => [String(value), `${number(value, 2)} kHz`] as const),
    ]);
    private readonly payload = select('plan-payload', [
        ['readings', 'readings as JSON'], ['random', 'random octets'], ['text', 'a text that counts'],
    ]);
    private readonly trace = el('input', { type: 'file', accept: '.tsv,.csv,.txt,text/*', 'data-testid': 'plan-trace' });
    private readonly acknowledged = el('input', { type: 'checkbox', checked: true, 'data-testid': 'plan-acknowledged' });
    private readonly compare = select('plan-compare', [['', 'nothing'], ...axes.map(axis => [axis.key, axis.text] as const)]);
    private readonly values = el('input', {
        type: 'text', autocomplete: 'off', spellcheck: 'false', inputmode: 'decimal', 'data-testid': 'plan-values',
    });

    constructor() {
        const valuesField = field('Values', this.values, `up to ${mostValues}, with commas`);
        setHidden(valuesField, true);
        this.compare.addEventListener('change', () => {
            this.values.value = this.axis()?.usual ?? '';
            setHidden(valuesField, this.axis() === null);
            this.fit();
        });
        this.trace.addEventListener('change', () => this.fit());
        const numbers = (isAdvanced: boolean): HTMLElement[] => [...this.inputs]
            .filter(([key]) => (numberFields[key].isAdvanced ?? false) === isAdvanced)
            .map(([key, input]) => field(numberFields[key].label, input, hintOf(key)));
        const more = el('details', { 'data-testid': 'plan-more' },
            el('summary', {}, 'More: power, surroundings, recorded messages'),
            el('div', { class: 'form-grid' },
                ...numbers(true), field('Messages are', this.payload),
                field('Recorded messages', this.trace, 'topic, tab, payload, tab, time in ms; 256 KiB')));

        // A browser cannot point at what is folded away.
        more.addEventListener('invalid', () => { more.open = true; }, true);
        this.root = el('div', { class: 'stack' },
            el('div', { class: 'form-grid' },
                ...numbers(false), field('Where the sites are', this.spread), field('Region', this.region),
                field('Spreading factor', this.sf), field('Bandwidth', this.bandwidth),
                field('Compare', this.compare), valuesField),
            el('label', { class: 'check' }, this.acknowledged,
                el('span', {}, 'Acknowledged (QoS 1): lost frames are repeated')),
            more);
    }

    /** What is asked. Throws a sentence for the reader if that is not clear. */
    async read(): Promise<Asked> {
        const axis = this.axis();
        const file = this.trace.files?.[0];
        if (file && axis?.key === 'rate_per_hour') {
            throw new Error('Recorded messages have their own times: compare something else.');
        }

        if (file && file.size > mostTrace) throw new Error(`The file has more than ${mostTrace / 1024} KiB: cut it.`);
        const question = this.question(file ? await file.text() : undefined);
        return { question, compared: axis && { axis, values: this.wanted(axis) } };
    }

    private question(trace: string | undefined): PlanQuestion {
        const value = (key: NumberKey): number => Number(this.inputs.get(key)?.value);
        const frequency = this.inputs.get('frequency_mhz')?.value ?? '';
        return {
            sites: value('sites'),
            distance_km: value('distance_km'),
            spread: this.spread.value as PlanQuestion['spread'],
            ...trace === undefined ? {
                rate_per_hour: value('rate_per_hour'), octets: value('octets'),
                payload: this.payload.value as NonNullable<PlanQuestion['payload']>,
            } : { trace },
            region: this.region.value,
            ...frequency === '' ? {} : { frequency_mhz: Number(frequency) },
            sf: Number(this.sf.value),
            ...this.bandwidth.value === '' ? {} : { bandwidth_khz: Number(this.bandwidth.value) },
            power_dbm: value('power_dbm'),
            hours: value('hours'),
            seed: value('seed'),
            acknowledged: this.acknowledged.checked,
            gather_s: value('gather_s'),
            loss: value('loss'),
            shadowing_db: value('shadowing_db'),
            extra_loss_db: value('extra_loss_db'),
        };
    }

    private axis(): Axis | null {
        return axes.find(one => one.key === this.compare.value) ?? null;
    }

    /** The values to compare, least first. */
    private wanted({ name, range }: Axis): number[] {
        const texts = this.values.value.split(/[,;\s]+/).filter(text => text !== '');
        const values = [...new Set(texts.map(Number))].sort((one, other) => one - other);
        const { min, max, isWhole } = range;
        if (values.length === 0 || values.length > mostValues) throw new Error(`Compare 1 to ${mostValues} values.`);
        if (values.some(value => !(value >= min && value <= max) || (isWhole && !Number.isInteger(value)))) {
            throw new Error(`${name}: ${isWhole ? 'whole numbers from ' : ''}${rangeText(range)}, with commas between them.`);
        }

        return values;
    }

    /** What a comparison or a recording brings itself is not asked for. */
    private fit(): void {
        const isRecorded = (this.trace.files?.length ?? 0) > 0;
        const compared = this.axis()?.key;
        for (const [key, input] of this.inputs) {
            input.disabled = key === compared || (isRecorded && (key === 'rate_per_hour' || key === 'octets'));
        }

        this.sf.disabled = compared === 'sf';
        this.payload.disabled = isRecorded;
    }
}

function factors(): string[] {
    const { min, max } = spreadingFactors;
    return Array.from({ length: max - min + 1 }, (_, at) => String(min + at));
}

function hintOf(key: NumberKey): string {
    const { note } = numberFields[key];
    return key === 'seed' ? note ?? '' : [note, rangeText(numberFields[key])].filter(part => part !== undefined).join(', ');
}

function select(
    testId: string, options: (readonly [value: string, text: string])[], chosen: string | null = null): HTMLSelectElement {
    return el('select', { 'data-testid': testId },
        ...options.map(([value, text]) => el('option', { value, selected: value === chosen }, text)));
}
