import type { Column, History } from '../types';

type Values = (number | null)[];

/** Samples come a little early or late; beyond this nobody measured. */
const mostSteps = 1.5;

/** The times of a history and a column of it, with a moment without value wherever the program was off: no line goes across. */
export function withGaps(history: History): { times: number[]; of: (column: Column) => Values } {
    const { t, step_s: step } = history;
    const gaps = new Set(t.flatMap((at, index) => {
        const next = t[index + 1];
        return next !== undefined && next - at > mostSteps * step ? [index] : [];
    }));
    return {
        times: t.flatMap((at, index) => gaps.has(index) ? [at, at + step] : [at]),
        of: column => gaps.size === 0 ? history[column]
            : history[column].flatMap((value, index) => gaps.has(index) ? [value, null] : [value]),
    };
}

/** Share of the time in which a link was online, as far as anybody knows; null: nobody does. */
export function onlineShare(online: Values): number | null {
    const known = online.filter(value => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
