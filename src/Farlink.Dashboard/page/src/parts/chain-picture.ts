import { el, setAttribute, setHidden, setText } from '../dom';
import { number, setTime } from '../format';
import { short } from '../text';
import type { Chain, ChainEdge, ChainNode, NodeId } from '../types';
import { icon } from './icons';
import { chip, setChip } from './pieces';
import { nodeState } from './words';

const order: NodeId[] = ['device', 'broker', 'site', 'air', 'base', 'upstream'];

/** More at once would be a blur. */
const mostDots = 3;

const isStill = matchMedia('(prefers-reduced-motion: reduce)');

/** The chain from the device to the upstream broker: a list of buttons, with what moves between them. */
export class ChainPicture {
    readonly root = el('ol', { class: 'chain', 'aria-label': 'The chain' });

    private readonly nodes: NodeCard[];
    private readonly lanes: Lane[];

    constructor(private readonly whenChosen: (id: NodeId) => void) {
        this.nodes = order.map(id => new NodeCard(id, () => this.whenChosen(id)));
        this.lanes = order.slice(1).map(() => new Lane());
        this.nodes.forEach((node, at) => {
            const lane = this.lanes[at];
            this.root.append(el('li', {}, node.root, lane?.root));
        });
    }

    update(chain: Chain | undefined, chosen: NodeId | null): void {
        this.nodes.forEach(card => card.update(chain?.nodes.find(node => node.id === card.id), card.id === chosen));
        this.lanes.forEach((lane, at) => {
            const [one, other] = [order[at], order[at + 1]];
            const edges = chain?.edges ?? [];
            const isSeen = (id: NodeId | undefined): boolean => chain?.nodes.find(node => node.id === id)?.total !== null;
            lane.update(
                isSeen(one) || isSeen(other),
                edges.find(edge => edge.from === one && edge.to === other),
                edges.find(edge => edge.from === other && edge.to === one));
        });
    }
}

class NodeCard {
    readonly root: HTMLButtonElement;

    private readonly title = el('span', { class: 'node-title' });
    private readonly state = chip('', 'quiet');
    private readonly rate = el('span', { class: 'node-rate' });
    private readonly error = el('span', { class: 'node-error', hidden: true });

    constructor(readonly id: NodeId, whenChosen: () => void) {
        setText(this.title, id);
        this.root = el(
            'button', { type: 'button', class: 'node', 'data-testid': `node-${id}`, 'data-node': id, on: { click: whenChosen } },
            el('span', { class: 'node-head' }, icon(id, 26), this.title), this.state, this.rate, this.error);
    }

    update(node: ChainNode | undefined, isChosen: boolean): void {
        setAttribute(this.root, 'aria-pressed', isChosen ? 'true' : 'false');
        if (!node) return;
        const [text, tone] = nodeState(node.state);
        setText(this.title, node.title);
        setChip(this.state, text, tone);
        setAttribute(this.root, 'data-state', node.state);
        setText(this.rate, node.state === 'unknown' || node.total === null ? '' : `${number(node.rate_per_min, 1)} a minute`);
        setHidden(this.error, node.last_error === null);
        setText(this.error, node.last_error === null ? '' : `Last error: ${short(node.last_error, 80)}`);
    }
}

/** Between two nodes: a line on which a dot goes for what moved since the last look. */
class Lane {
    readonly root = el('span', { class: 'lane', 'aria-hidden': 'true' });

    private forth: number | null = null;
    private back: number | null = null;

    /** What passes between two parts of an end that is not here is not seen. */
    update(isSeen: boolean, forth: ChainEdge | undefined, back: ChainEdge | undefined): void {
        this.forth = this.move(this.forth, forth, 'forth');
        this.back = this.move(this.back, back, 'back');
        setAttribute(this.root, 'data-seen', String(isSeen));
        setAttribute(this.root, 'data-moves', (this.forth ?? 0) + (this.back ?? 0));
    }

    private move(before: number | null, edge: ChainEdge | undefined, way: string): number | null {
        if (!edge) return before;
        const moved = before === null || edge.moves === null ? 0 : edge.moves - before;
        if (moved > 0 && !isStill.matches && !document.hidden) {
            for (let dot = 0; dot < Math.min(moved, mostDots); dot++) this.send(way, dot);
        }

        return edge.moves;
    }

    private send(way: string, place: number): void {
        if (this.root.childElementCount >= mostDots * 2) return;
        const dot = el('span', { class: 'lane-dot', 'data-way': way });
        dot.style.animationDelay = `${place * 180}ms`;
        dot.addEventListener('animationend', () => dot.remove());
        this.root.append(dot);
    }
}

/** When a node last had an error. */
export function errorTime(node: ChainNode): HTMLTimeElement {
    const element = el('time');
    setTime(element, node.error_at);
    return element;
}
