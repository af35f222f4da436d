import { dbm, milliseconds, moment, number, octets, percent, seconds, count } from '../format';
import { printable } from '../text';
import type { BrokerStatus, EndStatus, NodeId, State } from '../types';

type Fact = readonly [name: string, value: string];

/** What the ends say about one node of the chain. */
export function factsOf(id: NodeId, state: State): Fact[] {
    const site = state.ends.find(end => end.role === 'site');
    const base = state.ends.find(end => end.role === 'base');
    switch (id) {
        case 'device': return site?.broker ? [['Connected', count(site.broker.clients, 'client', 'clients')]] : [];
        case 'broker': return brokerFacts(site?.broker);
        case 'site': return endFacts(site);
        case 'air': return airFacts(state);
        case 'base': return endFacts(base);
        case 'upstream': return brokerFacts(base?.upstream);
    }
}

function brokerFacts(broker: BrokerStatus | undefined): Fact[] {
    if (!broker) return [];
    const facts: Fact[] = [
        ['Kind', broker.kind === 'embedded' ? 'our own' : 'another program'],
        ['Where', printable(broker.where)],
        ['State', broker.state],
    ];
    if (broker.clients !== undefined) facts.push(['Clients', number(broker.clients)]);
    if (broker.dropped !== undefined) facts.push(['Dropped, receiver too slow', count(broker.dropped, 'message', 'messages')]);
    if (broker.in_doubt !== undefined) facts.push(['In doubt (QoS 2)', number(broker.in_doubt)]);
    if (broker.last_error) facts.push(['Last error', printable(broker.last_error)]);
    return facts;
}

function endFacts(end: EndStatus | undefined): Fact[] {
    if (!end) return [];
    const { queue, store, clock } = end;
    return [
        ['Name', printable(end.name)],
        ['Program', printable(end.program)],
        ['Running for', `${seconds(end.uptime_s)}, since ${moment(end.since)}`],
        ['Radio', printable(end.radio.description) + (end.radio.simulated ? ' (simulated)' : '')],
        ['Radio state', end.radio.trouble ? printable(end.radio.trouble) : end.radio.state],
        ['Taken from the broker', count(end.messages.taken, 'message', 'messages')],
        ['Received by radio', count(end.messages.received, 'message', 'messages')],
        ['Waiting', `${count(queue.messages, 'message', 'messages')}, oldest ${seconds(queue.oldest_s)}`],
        ['Expired, given up', `${number(queue.expired)}, ${number(queue.dead)}`],
        ['Written to storage a day', octets(store.a_day_octets ?? store.last_day_octets)],
        ['Clock', clock.synchronized ? 'kept right' : clock.told_by_base ? 'told by the base' : 'nothing keeps it right'],
        ['Configuration', printable(end.config)],
    ];
}

function airFacts(state: State): Fact[] {
    const { forecast } = state.airtime;
    const facts: Fact[] = state.airtime.bands.map(band => [
        `${band.end === 'site' ? 'Site' : 'Base'}, ${printable(band.band)}`,
        `${milliseconds(band.used_ms)}${band.budget_ms === null ? ', no limit' : ` of ${milliseconds(band.budget_ms)} an hour`}`,
    ]);
    facts.push(['Next slot in', seconds(forecast.next_slot_s)], ['Of the hour used', percent(forecast.hour_used_share)]);
    for (const end of state.ends) {
        for (const link of end.links.slice(0, 5)) {
            facts.push([
                `${printable(link.name)}, heard by the ${end.role}`, `${dbm(link.rssi_dbm)}, ${percent(link.loss)} lost`,
            ]);
        }
    }

    return facts;
}
