// Plans and what came of them, as the HTTP API has them.

/** What is left out is as the server takes it. */
export interface PlanQuestion {
    sites: number;
    distance_km: number;
    spread: 'even' | 'ring';
    rate_per_hour?: number;
    octets?: number;
    payload?: 'readings' | 'random' | 'text';
    /** Recorded messages in place of these three. */
    trace?: string;
    region: string;
    frequency_mhz?: number;
    sf: number;
    bandwidth_khz?: number;
    power_dbm: number;
    hours: number;
    seed: number;
    acknowledged: boolean;
    gather_s: number;
    loss: number;
    shadowing_db: number;
    extra_loss_db: number;
}

/** Whether a network keeps what is promised. What no message reached is null. */
export interface PlanVerdict {
    holds: boolean;
    /** In what time 99 % of the messages are to arrive. */
    within_s: number;
    /** Share of the messages that arrived. */
    delivered: number;
    p50_s: number | null;
    p90_s: number | null;
    p99_s: number | null;
    /** Of the busiest host in its fullest hour, as a share of the limit, or of the hour where there is none. */
    airtime: number;
    busiest: string;
    /** Share of the sites' frames that another frame destroyed at the base. */
    collided: number;
    /** What is not kept; empty if all is. */
    broken: string[];
}

export interface PlanHost {
    name: string;
    frames: number;
    airtime_ms_per_hour: number;
    fullest_hour_ms: number;
    accepted: number;
    delivered: number;
    /** What the base made of a site's frames. */
    at_base: { received: number; collided: number; too_weak: number; deaf: number; lost: number };
}

/** What `farlink sim run --json` prints, and what it takes for granted. */
export interface PlanReport {
    scenario: string;
    seed: number;
    complete: boolean;
    simulated_s: number;
    messages: {
        offered: number;
        accepted: number;
        delivered: number;
        ended: number;
        waiting: number;
        held_back: number;
        lost_with_disk: number;
        host_down: number;
        qos0_lost: number;
    };
    latency_s: { longest: number | null };
    frames: { sent: number };
    airtime_limit_ms_per_hour: number | null;
    hosts: PlanHost[];
    violations: string[];
    verdict: PlanVerdict;
    assumptions: string[];
}
