import type { FrameKind, MessageState, NodeState, Role } from '../types';

// Words for what the API calls by short names, and the tone in which they are shown.

type Word = readonly [text: string, tone: string];

const nodeStates: Record<NodeState, Word> = {
    ok: ['Works', 'ok'],
    warn: ['Needs a look', 'warn'],
    error: ['Trouble', 'error'],
    unknown: ['Not seen from here', 'quiet'],
    paused: ['Paused', 'warn'],
};

const messageStates: Record<MessageState, Word> = {
    waiting: ['Waiting', 'quiet'],
    on_air: ['On the air', 'accent'],
    confirmed: ['At the other end', 'accent'],
    published: ['Published', 'ok'],
    delivered: ['Delivered', 'ok'],
    received: ['Received', 'ok'],
    dead: ['Given up', 'error'],
};

const frameKinds: Record<FrameKind, Word> = {
    data: ['Data', 'accent'],
    repeat: ['Repeat', 'warn'],
    acknowledgement: ['Ack', 'quiet'],
    poll: ['Poll', 'quiet'],
    handshake: ['Handshake', 'ok'],
    control: ['Control', 'quiet'],
    unknown: ['Unknown', 'quiet'],
};

const levels: Record<string, Word> = { info: ['Info', 'quiet'], warning: ['Warning', 'warn'], error: ['Error', 'error'] };

// A later server may know a name that this page does not: it is shown as it is.
const find = (words: Record<string, Word>, name: string): Word => words[name] ?? [name, 'quiet'];

export const nodeState = (state: NodeState): Word => find(nodeStates, state);
export const messageState = (state: MessageState): Word => find(messageStates, state);
export const frameKind = (kind: FrameKind): Word => find(frameKinds, kind);
export const eventLevel = (level: string): Word => find(levels, level);
export const endName = (role: Role): string => role === 'site' ? 'Site' : role === 'base' ? 'Base' : role;

export const allFrameKinds = Object.keys(frameKinds) as FrameKind[];
