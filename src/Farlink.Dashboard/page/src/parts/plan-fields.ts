import { number } from '../format';

/** Keys of a plan that are numbers in a range. */
export type NumberKey = 'sites' | 'distance_km' | 'rate_per_hour' | 'octets' | 'hours' | 'seed' | 'frequency_mhz' | 'power_dbm'
    | 'gather_s' | 'loss' | 'shadowing_db' | 'extra_loss_db';

/** What can be compared from run to run. */
export type AxisKey = 'sf' | 'sites' | 'rate_per_hour' | 'distance_km';

export interface Range {
    min: number;
    max: number;
    isWhole?: boolean;
}

export interface NumberField extends Range {
    label: string;
    note?: string;
    /** Null: it may be left empty, and is not sent then. */
    value: number | null;
    isAdvanced?: boolean;
}

// The limits are the planner's own: the tests of the page ask it for each.
export const numberFields: Record<NumberKey, NumberField> = {
    sites: { label: 'Sites', value: 5, min: 1, max: 50, isWhole: true },
    distance_km: { label: 'Farthest site, km', value: 3, min: 0.001, max: 100 },
    rate_per_hour: { label: 'Messages an hour', note: 'each site', value: 12, min: 0.01, max: 36_000 },
    octets: { label: 'Octets of a message', value: 40, min: 16, max: 8000, isWhole: true },
    hours: { label: 'Hours simulated', value: 6, min: 0.1, max: 48 },
    seed: { label: 'Seed', note: 'same seed, same run', value: 1, min: 0, max: 1_073_741, isWhole: true },
    power_dbm: { label: 'Power, dBm', note: 'at the antenna connector', value: 14, min: -9, max: 30, isAdvanced: true },
    frequency_mhz: {
        label: 'Frequency, MHz', note: 'empty: the region\u2019s', value: null, min: 100, max: 1100, isAdvanced: true,
    },
    extra_loss_db: { label: 'Walls and trees, dB', note: 'beyond open country', value: 0, min: 0, max: 60, isAdvanced: true },
    shadowing_db: { label: 'Places differ by, dB', note: 'standard deviation', value: 0, min: 0, max: 30, isAdvanced: true },
    loss: { label: 'Lost otherwise', note: 'share of the frames', value: 0, min: 0, max: 0.9, isAdvanced: true },
    gather_s: {
        label: 'May wait for others, s', note: 'to share a frame', value: 0, min: 0, max: 86_400, isAdvanced: true,
    },
};

export const regions = ['EU868', 'US915', 'AU915', 'AS923', 'IN865', 'KR920'];
export const spreadingFactors: Range = { min: 5, max: 12, isWhole: true };

/** In kHz, as the planner names them. */
export const bandwidths = [7.81, 10.42, 15.63, 20.83, 31.25, 41.67, 62.5, 125, 250, 500];

export interface Axis {
    key: AxisKey;
    /** For the choice: what is compared. */
    text: string;
    /** Of one value. */
    name: string;
    usual: string;
    range: Range;
    write: (value: number) => string;
}

export const axes: Axis[] = [
    {
        key: 'sf', text: 'spreading factors', name: 'Spreading factor', usual: '7, 8, 9, 10, 11, 12', range: spreadingFactors,
        write: value => `SF${value}`,
    },
    {
        key: 'sites', text: 'numbers of sites', name: 'Sites', usual: '1, 2, 5, 10, 20, 50', range: numberFields.sites,
        write: value => number(value),
    },
    {
        key: 'rate_per_hour', text: 'rates', name: 'Messages an hour', usual: '4, 12, 30, 60, 120',
        range: numberFields.rate_per_hour, write: value => `${number(value, 2)}/h`,
    },
    {
        key: 'distance_km', text: 'distances', name: 'Farthest site', usual: '0.5, 1, 2, 3, 5, 8',
        range: numberFields.distance_km, write: value => `${number(value, 3)}\u00a0km`,
    },
];

export const rangeText = ({ min, max }: Range): string => `${number(min, 3)} to ${number(max, 3)}`;
