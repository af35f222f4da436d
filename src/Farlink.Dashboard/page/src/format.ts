import { el, setAttribute, setText } from './dom';

// Numbers and times for people. Every figure has its unit; what is not known is a dash.

const dash = '–';
const numbers = new Map<number, Intl.NumberFormat>();
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit',
});
const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

type Maybe = number | null | undefined;

/** With at most so many decimals; a true minus sign, as wide as a digit. */
export function number(value: Maybe, digits = 0): string {
    if (value === null || value === undefined || !Number.isFinite(value)) return dash;
    let format = numbers.get(digits);
    if (!format) {
        format = new Intl.NumberFormat('en', { maximumFractionDigits: digits });
        numbers.set(digits, format);
    }

    return format.format(value).replace('-', '\u2212');
}

export function withUnit(value: Maybe, unit: string, digits = 0): string {
    const text = number(value, digits);
    return text === dash ? dash : `${text}\u00a0${unit}`;
}

export function count(value: Maybe, one: string, many: string): string {
    return withUnit(value, value === 1 ? one : many);
}

export const dbm = (value: Maybe): string => withUnit(value, 'dBm', 1);
export const db = (value: Maybe): string => withUnit(value, 'dB', 1);

export function percent(share: Maybe, digits = 1): string {
    return share === null || share === undefined ? dash : withUnit(share * 100, '%', digits);
}

export function octets(value: Maybe, digits = 0): string {
    if (value === null || value === undefined) return dash;
    if (value < 10_000) return withUnit(value, value === 1 ? 'octet' : 'octets', digits);
    return value < 1_000_000 ? withUnit(value / 1000, 'kB', 1) : withUnit(value / 1_000_000, 'MB', 1);
}

/** A length of time in the unit that fits. */
export function milliseconds(value: Maybe): string {
    if (value === null || value === undefined) return dash;
    const size = Math.abs(value);
    if (size === 0) return withUnit(0, 's');
    if (size < 10) return withUnit(value, 'ms', 1);
    if (size < 1000) return withUnit(value, 'ms');
    if (size < 120_000) return withUnit(value / 1000, 's', size < 10_000 ? 2 : 1);
    if (size < 7_200_000) return withUnit(value / 60_000, 'min', 1);
    return size < 172_800_000 ? withUnit(value / 3_600_000, 'h', 1) : withUnit(value / 86_400_000, 'd', 1);
}

export function seconds(value: Maybe): string {
    return value === null || value === undefined ? dash : milliseconds(value * 1000);
}

export function ratio(value: Maybe): string {
    return value === null || value === undefined ? dash : `${number(value, 1)}\u00a0:\u00a01`;
}

/** In the zone of the browser: the hour alone for today, with tenths where frames follow each other. */
export function moment(iso: string | null, tenths = false): string {
    if (iso === null) return dash;
    const at = new Date(iso);
    if (Number.isNaN(at.getTime())) return dash;
    const text = (isToday(at) ? clock : dayAndClock).format(at);
    return tenths ? `${text}.${String(at.getMilliseconds()).padStart(3, '0')}` : text;
}

export const axisMinute = (unix: number): string => minute.format(unix * 1000);
export const axisDay = (unix: number): string => day.format(unix * 1000);
export const cursorTime = (unix: number): string =>
    isToday(new Date(unix * 1000)) ? clock.format(unix * 1000) : dayAndClock.format(unix * 1000);

export function timeElement(iso: string | null, tenths = false): HTMLTimeElement {
    const element = el('time');
    setTime(element, iso, tenths);
    return element;
}

export function setTime(element: HTMLTimeElement, iso: string | null, tenths = false): void {
    setText(element, moment(iso, tenths));
    setAttribute(element, 'datetime', iso);
    setAttribute(element, 'title', iso);
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function isToday(at: Date): boolean {
    return at.toDateString() === new Date().toDateString();
}
