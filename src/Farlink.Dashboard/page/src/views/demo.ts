import { api, sentence } from '../api';
import { el, setAttribute, setText } from '../dom';
import { milliseconds, number, withUnit } from '../format';
import type { Model } from '../model';
import { figure, figures, field, notice, panel } from '../parts/pieces';
import type { Demo, Role } from '../types';
import type { View } from '../view';

const rates: (readonly [number, string])[] = [
    [0.05, '20 a second'], [0.2, '5 a second'], [1, 'every second'], [5, 'every 5 seconds'], [60, 'every minute'],
    [3600, 'every hour'],
];

/** The scale of distances is logarithmic: 0.1 to 50 km in equal steps of the hand. */
const leastKm = 0.1;
const mostKm = 50;
const steps = 100;

/** News that were under way when a slider was let go still have the old value. */
const settled = 1500;

/** Waits for an answer, and tells that it is done. */
type Act = (asked: Promise<Demo>, done: string) => void;

/** Weather, distance, crashes and a hostile transmitter: a newcomer sees the promises kept. */
export function demoView(model: Model): View {
    const told = notice();
    const act: Act = (asked, done) => {
        asked.then(
            demo => {
                model.demo = demo;
                model.emit('changed');
                told.say(done, 'ok');
            },
            (failure: unknown) => told.say(sentence(failure)));
    };
    const counts = countFigures();
    const loss = slider('Frames lost', 'loss', 0, 90, value => withUnit(value, '%'),
        value => act(api.weather(value), `The weather takes ${withUnit(value, '%')} of the frames.`));
    const distance = slider('Distance', 'distance', 0, steps, value => withUnit(kmOf(value), 'km', 1),
        value => act(api.distance(kmOf(value)), `The ends are ${withUnit(kmOf(value), 'km', 1)} apart.`));
    const site = crashButton('site', act);
    const base = crashButton('base', act);
    const hostile = hostileSwitch(model, act);
    const rate = el('select', { 'data-testid': 'rate' },
        el('option', { value: '', selected: true }, 'as it is'),
        ...rates.map(([seconds, text]) => el('option', { value: seconds }, text)));
    rate.addEventListener('change', () => {
        if (rate.value !== '') act(api.rate(Number(rate.value)), 'The device has another rate.');
    });

    return {
        title: 'Demo',
        root: el('div', { class: 'view' },
            el('h1', {}, 'Demo'),
            el('p', { class: 'lead' },
                'Make it hard. What was acknowledged arrives, once, and in order: lost and doubled stay 0.'),
            panel('Promises', counts.root),
            told.root,
            el('div', { class: 'columns narrow' },
                panel('Weather', loss.root, distance.root),
                panel('Device', field('A message', rate)),
                panel('Crashes',
                    el('p', { class: 'quiet' }, 'Power goes off without warning; the end starts again from its disk.'),
                    el('div', { class: 'buttons' }, site.root, base.root)),
                panel('Hostile transmitter',
                    el('p', { class: 'quiet' }, 'It replays, changes and makes up frames. All of them are refused.'),
                    hostile.root))),
        update: () => {
            const { demo } = model;
            if (!demo) return;
            counts.update(demo);
            loss.set(demo.loss_percent);
            distance.set(placeOf(demo.distance_km), withUnit(demo.distance_km, 'km', 1));
            site.set(demo.site_up);
            base.set(demo.base_up);
            hostile.set(demo);
        },
    };
}

function countFigures(): { root: HTMLElement; update: (demo: Demo) => void } {
    const published = figure('Published', 'demo-published');
    const delivered = figure('Delivered', 'demo-delivered');
    const waiting = figure('Under way', 'demo-waiting');
    const lost = figure('Lost', 'demo-lost');
    const doubled = figure('Doubled', 'demo-doubled');
    const crashes = figure('Crashes');
    const airtime = figure('Airtime');
    return {
        root: figures(published, delivered, waiting, lost, doubled, crashes, airtime),
        update: demo => {
            published.set(number(demo.published), 'messages');
            delivered.set(number(demo.delivered), 'messages');
            waiting.set(number(demo.waiting), 'messages');
            lost.set(number(demo.lost), 'messages');
            doubled.set(number(demo.doubled), 'messages');
            crashes.set(number(demo.crashes));
            airtime.set(milliseconds(demo.airtime_ms), demo.speed === 1 ? '' : `at ${number(demo.speed, 1)} times the speed`);
        },
    };
}

interface Slider {
    root: HTMLElement;
    set: (value: number, text?: string) => void;
}

function slider(
    label: string, testId: string, min: number, max: number, format: (value: number) => string,
    whenSet: (value: number) => void): Slider {
    const input = el('input', { type: 'range', min, max, step: 1, value: min, 'data-testid': testId });
    const output = el('output', {}, format(min));
    let heldUntil = 0;
    const show = (text: string): void => {
        setText(output, text);
        setAttribute(input, 'aria-valuetext', text);
    };
    input.addEventListener('input', () => {
        heldUntil = Infinity;
        show(format(Number(input.value)));
    });
    input.addEventListener('change', () => {
        heldUntil = Date.now() + settled;
        whenSet(Number(input.value));
    });
    return {
        root: el('label', { class: 'field slider' }, el('span', { class: 'field-label' }, label, ' ', output), input),
        // News must not pull the handle out of the hand, nor old news just after.
        set: (value, text) => {
            if (Date.now() < heldUntil) return;
            input.value = String(value);
            show(text ?? format(value));
        },
    };
}

function crashButton(role: Role, act: Act): { root: HTMLElement; set: (isUp: boolean) => void } {
    const root = el(
        'button', { type: 'button', class: 'button danger', 'data-testid': `crash-${role}` }, `Crash the ${role}`);
    root.addEventListener('click', () => act(api.crash(role), `The ${role} lost its power.`));
    return {
        root,
        set: isUp => {
            root.disabled = !isUp;
            setText(root, isUp ? `Crash the ${role}` : `The ${role} is down`);
        },
    };
}

function hostileSwitch(model: Model, act: Act): { root: HTMLElement; set: (demo: Demo) => void } {
    const button = el(
        'button', { type: 'button', class: 'switch', role: 'switch', 'aria-checked': 'false', 'data-testid': 'hostile' },
        el('span', { class: 'switch-knob', 'aria-hidden': 'true' }), 'On the air');
    const note = el('p', { class: 'quiet' });
    button.addEventListener('click', () => {
        const on = !(model.demo?.hostile ?? false);
        act(api.hostile(on), on ? 'The hostile transmitter sends.' : 'The hostile transmitter is silent.');
    });
    return {
        root: el('div', {}, button, note),
        set: demo => {
            setAttribute(button, 'aria-checked', demo.hostile ? 'true' : 'false');
            setText(note, `${number(demo.hostile_frames)} hostile frames so far`);
        },
    };
}

function kmOf(place: number): number {
    return Number((leastKm * (mostKm / leastKm) ** (place / steps)).toPrecision(2));
}

function placeOf(km: number): number {
    return Math.round(steps * Math.log(Math.max(leastKm, km) / leastKm) / Math.log(mostKm / leastKm));
}
