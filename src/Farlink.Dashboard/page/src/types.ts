// The objects of the HTTP API. Names and units are those of the wire; a figure that may be unknown is null or left out.

export type Role = 'site' | 'base';
export type NodeId = 'device' | 'broker' | 'site' | 'air' | 'base' | 'upstream';
export type NodeState = 'ok' | 'warn' | 'error' | 'unknown' | 'paused';
export type FrameKind = 'data' | 'repeat' | 'acknowledgement' | 'poll' | 'handshake' | 'control' | 'unknown';
export type MessageState = 'waiting' | 'on_air' | 'confirmed' | 'published' | 'delivered' | 'received' | 'dead';
export type EventLevel = 'info' | 'warning' | 'error';
export type Action = 'pause' | 'resume' | 'flush' | 'rekey';
export type Span = '10m' | '1d' | '1mo';

/** What is told to somebody who has not signed in. */
export interface LockedAbout {
    program: string;
    login: true;
    signed_in: false;
}

export interface About {
    program: string;
    version: string;
    role: Role | 'demo';
    name: string;
    demo: boolean;
    payloads: boolean;
    login: boolean;
    signed_in: boolean;
    actions: Action[];
    ends: Role[];
    now: string;
    planner?: boolean;
}

export type Hello = (About | LockedAbout) & { instance: string };

export interface QueueStatus {
    messages: number;
    octets?: number;
    oldest_s?: number;
    expired: number;
    dead: number;
}

export interface LinkStatus {
    id: number;
    name: string;
    mode: string;
    ended?: boolean;
    session?: boolean;
    session_age_s?: number;
    /** Left out where it is not. */
    paused?: boolean;
    online?: boolean;
    heard_s_ago?: number;
    rssi_dbm?: number;
    snr_db?: number;
    margin_db?: number;
    power_dbm?: number;
    loss?: number;
    frames: { sent: number; received: number; repeated?: number; refused: number };
    queue: QueueStatus;
}

export interface BrokerStatus {
    kind: 'embedded' | 'external';
    where: string;
    state: 'listening' | 'connected' | 'disconnected';
    last_error?: string;
    clients?: number;
    dropped?: number;
    in_doubt?: number;
}

/** What `farlink status --json` prints. */
export interface EndStatus {
    program: string;
    role: Role;
    name: string;
    mode: string;
    config: string;
    pid: number;
    since: string;
    uptime_s: number;
    age_s: number;
    radio: { description: string; simulated: boolean; state: 'works' | 'lost'; trouble?: string; lost_for_s?: number };
    links: LinkStatus[];
    queue: QueueStatus;
    messages: { taken: number; received: number };
    airtime: { band: string; used_ms: number; budget_ms?: number; next_slot_s?: number }[];
    broker?: BrokerStatus;
    upstream?: BrokerStatus;
    store: {
        written_octets?: number;
        payload_octets?: number;
        last_day_octets?: number;
        a_day_octets?: number;
        trouble?: string;
    };
    clock: { utc: string; synchronized: boolean; told_by_base: boolean; jumps: number };
    warnings: string[];
}

export interface ChainNode {
    id: NodeId;
    title: string;
    state: NodeState;
    /** Without meaning where the total is null: what passes there is not seen from here. */
    rate_per_min: number | null;
    total: number | null;
    detail: string;
    last_error: string | null;
    error_at: string | null;
}

export interface ChainEdge {
    from: NodeId;
    to: NodeId;
    /** Null: not seen from here. */
    moves: number | null;
    last: string | null;
}

export interface Chain {
    nodes: ChainNode[];
    edges: ChainEdge[];
}

export interface TopicAirtime {
    topic: string;
    messages: number;
    plain_octets: number;
    coded_octets: number;
    ratio: number | null;
    airtime_ms: number;
    last_hour_ms: number;
    a_day_ms: number;
    share: number;
}

export interface Airtime {
    bands: { end: Role; band: string; used_ms: number; budget_ms: number | null; next_slot_s: number | null }[];
    by_use: { end: Role; use: FrameKind; frames: number; airtime_ms: number; last_hour_ms: number }[];
    by_topic: TopicAirtime[];
    compression: { plain_octets: number; coded_octets: number; ratio: number | null };
    forecast: {
        next_slot_s: number | null;
        hour_used_share: number | null;
        hour_forecast_share: number | null;
        full_at: string | null;
    };
}

export interface State {
    at: string;
    ends: EndStatus[];
    chain: Chain;
    airtime: Airtime;
}

/** The columns of a link's history, in the order in which they are shown. */
export type Column = 'rssi_dbm' | 'snr_db' | 'margin_db' | 'loss' | 'repeats' | 'round_trip_s' | 'queue' | 'online';

export type History = { link: number; name: string; span: Span; step_s: number; t: number[] } & Record<Column, (number | null)[]>;

export type Sample = { role: Role; link: number; t: number } & Record<Column, number | null>;

export interface Message {
    id: number;
    trace: string | null;
    role: Role;
    link: number;
    site: string;
    direction: 'up' | 'down';
    topic: string;
    octets: number;
    qos: number;
    retain: boolean;
    at: string;
    changed: string;
    state: MessageState;
    reason: string | null;
    stream_id: number | null;
    coded_octets: number | null;
    airtime_ms: number;
    frames: number;
    latency_ms: number | null;
}

export interface MessageStep {
    at: string;
    where: string;
    what: string;
}

export interface CarryingFrame {
    frame: number;
    at: string;
    role: Role;
    kind: FrameKind;
    airtime_ms: number;
}

export interface MessageDetail extends Message {
    steps: MessageStep[];
    carried_by: CarryingFrame[];
    payload: { text: string; hex: string; truncated: boolean } | null;
    twin: { id: number; role: Role } | null;
}

export interface Frame {
    id: number;
    at: string;
    role: Role;
    sent: boolean;
    octets: number;
    hex: string;
    airtime_ms: number;
    kind: FrameKind;
    link: number | null;
    power_dbm: number | null;
    rssi_dbm: number | null;
    snr_db: number | null;
    refused: string | null;
    fields: { name: string; value: string }[];
    messages: number[];
}

export interface LogEvent {
    id: number;
    at: string;
    role: Role;
    kind: string;
    level: EventLevel;
    link: number | null;
    text: string;
}

export interface Demo {
    published: number;
    delivered: number;
    lost: number;
    doubled: number;
    waiting: number;
    speed: number;
    loss_percent: number;
    distance_km: number;
    hostile: boolean;
    hostile_frames: number;
    site_up: boolean;
    base_up: boolean;
    crashes: number;
    airtime_ms: number;
}

/** Which lists a stream that could not follow has holes in. */
export type Gap = Partial<Record<'frames' | 'messages' | 'events', boolean>>;
