import { printable } from '../text';
import type { Model } from '../model';
import type { ChainNode } from '../types';
import { endName } from './words';

export interface Trouble {
    level: 'warn' | 'error';
    text: string;
}

/** What is wrong, worst first, each in one sentence. None: everything is well. */
export function troublesOf(model: Model): Trouble[] {
    const found: Trouble[] = [];
    const known = new Set<string>();
    const tell = (level: Trouble['level'], text: string, place: string, isPlaceClear = false): void => {
        // An end and its node in the chain say the same; two ends that do are two troubles.
        const key = `${place}\n${text}`;
        if (known.has(key)) return;
        known.add(key);
        found.push({ level, text: printable(isPlaceClear ? text : `${place}: ${text}`) });
    };

    const { state, demo } = model;
    if (demo && demo.lost > 0) tell('error', `${demo.lost} lost: a promise was broken.`, 'Messages');
    if (demo && demo.doubled > 0) tell('error', `${demo.doubled} delivered twice: a promise was broken.`, 'Messages');
    for (const end of state?.ends ?? []) {
        if (end.store.trouble) tell('error', end.store.trouble, endName(end.role));
        for (const warning of end.warnings) tell('warn', warning, endName(end.role), state?.ends.length === 1);
    }

    for (const node of state?.chain.nodes ?? []) {
        const place = node.id === 'site' || node.id === 'base' ? endName(node.id) : node.title;
        if (node.state === 'error') tell('error', reasonOf(node), place);
        else if (node.state === 'warn' || node.state === 'paused') tell('warn', reasonOf(node), place);
    }

    return found.sort((one, other) => Number(other.level === 'error') - Number(one.level === 'error'));
}

/** An error of the past is not why a node needs a look now, unless it says nothing else. */
function reasonOf(node: ChainNode): string {
    return node.detail !== '' ? node.detail : node.last_error ?? 'needs a look';
}
