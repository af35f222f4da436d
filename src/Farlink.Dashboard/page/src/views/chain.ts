import { el, replace, setHidden, setText } from '../dom';
import { number, percent, seconds } from '../format';
import type { Model } from '../model';
import { ChainPicture, errorTime } from '../parts/chain-picture';
import { factsOf } from '../parts/node-facts';
import { chip, facts, figure, figures, panel } from '../parts/pieces';
import { nodeState } from '../parts/words';
import { printable } from '../text';
import type { ChainNode, NodeId, State } from '../types';
import type { View } from '../view';

/** Device, broker, site, air, base, upstream: each with its state, and details of the one that is chosen. */
export function chainView(model: Model): View {
    let chosen: NodeId | null = null;
    let shown = '';
    const details = el('section', { class: 'panel', 'data-testid': 'node-details', hidden: true, 'aria-label': 'Details' });
    const picture = new ChainPicture(id => {
        chosen = chosen === id ? null : id;
        update();

        // On a phone they are below the whole chain.
        if (chosen !== null) details.scrollIntoView({ block: 'nearest' });
    });
    const now = nowFigures();

    const update = (): void => {
        const { state } = model;
        picture.update(state?.chain, chosen);
        if (!state) return;
        now.update(state);
        const node = state.chain.nodes.find(one => one.id === chosen);
        setHidden(details, !node);
        const key = node ? JSON.stringify([node, factsOf(node.id, state)]) : '';
        if (node && key !== shown) showNode(details, node, state);
        shown = key;
    };

    return {
        title: 'Chain',
        root: el('div', { class: 'view' },
            el('h1', {}, 'Chain'),
            el('p', { class: 'lead' }, 'From the device to the upstream broker. Choose a part for its details.'),
            picture.root, details, now.root),
        update,
    };
}

function showNode(place: HTMLElement, node: ChainNode, state: State): void {
    const [text, tone] = nodeState(node.state);
    replace(place,
        el('h2', {}, node.title, ' ', chip(text, tone)),
        el('p', {}, printable(node.detail)),
        node.last_error !== null
            && el('p', { class: 'trouble' }, 'Last error, ', errorTime(node), `: ${printable(node.last_error)}`),
        facts([
            ['Rate', node.total === null ? 'not seen from here' : `${number(node.rate_per_min, 1)} a minute`],
            ['Since the start', number(node.total)],
            ...factsOf(node.id, state),
        ]));
}

function nowFigures(): { root: HTMLElement; update: (state: State) => void } {
    const waiting = figure('Waiting', 'waiting');
    const links = figure('Links online');
    const slot = figure('Next slot in');
    const hour = figure('Airtime of the hour');
    const ended = figure('Expired or given up');
    const note = el('p', { class: 'quiet' });
    return {
        root: panel('Now', figures(waiting, links, slot, hour, ended), note),
        update: state => {
            const queues = state.ends.map(end => end.queue);
            const sum = (of: (queue: typeof queues[number]) => number): number => queues.reduce((all, one) => all + of(one), 0);
            const oldest = Math.max(0, ...queues.map(queue => queue.oldest_s ?? 0));
            const messages = sum(queue => queue.messages);
            waiting.set(number(messages), messages > 0 ? `messages, oldest ${seconds(oldest)}` : 'messages');

            // In a demo both ends know the same link; a link counts once.
            const all = new Map(state.ends.flatMap(end => end.links).filter(link => !link.ended).map(link => [link.id, link]));
            const online = [...all.values()].filter(link => link.online).length;
            links.set(`${online} of ${all.size}`);
            const { forecast } = state.airtime;
            slot.set(forecast.next_slot_s === 0 ? 'now' : seconds(forecast.next_slot_s));
            hour.set(percent(forecast.hour_used_share), `will be ${percent(forecast.hour_forecast_share)}`);
            ended.set(number(sum(queue => queue.expired + queue.dead)), 'since the start');
            setText(note, state.ends.length > 1 ? 'Both ends together.' : '');
        },
    };
}
