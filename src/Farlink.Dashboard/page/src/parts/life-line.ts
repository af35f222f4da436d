import { el } from '../dom';
import { milliseconds, timeElement } from '../format';
import { printable } from '../text';
import type { MessageDetail } from '../types';
import { chip } from './pieces';
import { endName, frameKind } from './words';

interface Moment {
    at: string;
    where: string;
    what: (Node | string)[];
    isFrame: boolean;
}

/** In one instant a message is taken before it goes. */
const places = ['device', 'broker', 'site', 'air', 'base', 'upstream', 'subscriber'];

/** What happened to a message, of both ends in one order, frames at the time when they went. */
export function lifeLine(messages: MessageDetail[]): HTMLElement {
    const moments = messages.flatMap(momentsOf);
    const isDown = messages[0]?.direction === 'down';
    const place = (moment: Moment): number => places.indexOf(moment.where) * (isDown ? -1 : 1);
    moments.sort((one, other) => Date.parse(one.at) - Date.parse(other.at) || place(one) - place(other));
    const start = moments[0] ? Date.parse(moments[0].at) : 0;
    return el('ol', { class: 'life', 'data-testid': 'life' }, ...moments.map(moment =>
        el('li', { class: moment.isFrame ? 'life-frame' : null },
            el('span', { class: 'life-time' },
                timeElement(moment.at, true), el('small', {}, `+${milliseconds(Date.parse(moment.at) - start)}`)),
            el('span', { class: 'life-where' }, moment.where),
            el('span', {}, ...moment.what))));
}

function momentsOf(message: MessageDetail): Moment[] {
    const steps = message.steps.map(step => ({
        at: step.at, where: step.where, what: [printable(step.what)], isFrame: false,
    }));
    const frames = message.carried_by.map(frame => ({
        at: frame.at,
        where: 'air',
        what: [
            el('a', { href: `#/frames/${frame.frame}` }, `Frame ${frame.frame}`), ` of the ${endName(frame.role).toLowerCase()} `,
            chip(...frameKind(frame.kind)), ` ${milliseconds(frame.airtime_ms)}`,
        ],
        isFrame: true,
    }));
    return [...steps, ...frames];
}
