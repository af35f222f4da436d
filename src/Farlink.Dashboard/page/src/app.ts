import { api, isLocked, onLocked } from './api';
import { el, replace, setAttribute, setHidden } from './dom';
import { Model, onceAFrame } from './model';
import { Header } from './parts/header';
import { Summary } from './parts/summary';
import { NewsStream } from './stream';
import { onSystemTheme } from './theme';
import { currentRoute, type Route, type View, type ViewMaker } from './view';
import { airtimeView } from './views/airtime';
import { chainView } from './views/chain';
import { demoView } from './views/demo';
import { eventsView } from './views/events';
import { framesView } from './views/frames';
import { linksView } from './views/links';
import { loginView } from './views/login';
import { messagesView } from './views/messages';
import { planView } from './views/plan';

const retryAfter = 2000;

interface Entry {
    path: string;
    text: string;
    make: ViewMaker;
    isThere: (model: Model) => boolean;
}

const always = (): boolean => true;
const entries: Entry[] = [
    { path: 'chain', text: 'Chain', make: chainView, isThere: always },
    { path: 'links', text: 'Links', make: linksView, isThere: always },
    { path: 'airtime', text: 'Airtime', make: airtimeView, isThere: always },
    { path: 'messages', text: 'Messages', make: messagesView, isThere: always },
    { path: 'frames', text: 'Frames', make: framesView, isThere: always },
    { path: 'events', text: 'Events', make: eventsView, isThere: always },
    { path: 'demo', text: 'Demo', make: demoView, isThere: model => model.about?.demo ?? false },
    {
        path: 'plan', text: 'Planner', make: planView,
        isThere: model => (model.about?.demo ?? false) || (model.about?.planner ?? false),
    },
];

/** The frame around the views: header, navigation, summary, and whoever is shown. */
export class App {
    private readonly model = new Model();
    private readonly header = new Header(this.model);
    private readonly summary = new Summary(this.model);
    private readonly main = el('main', { id: 'main', tabindex: -1 });
    private readonly links = entries.map(entry =>
        el('a', { href: `#/${entry.path}`, 'data-testid': `nav-${entry.path}` }, entry.text));
    private readonly nav = el('nav', { 'aria-label': 'Views' }, el('ul', {}, ...this.links.map(link => el('li', {}, link))));
    private readonly stream = new NewsStream(this.model, () => this.lock());
    private readonly draw = onceAFrame(() => this.update());
    private view: View | null = null;
    private entry: Entry | null = null;
    private isLocked = false;

    constructor(private readonly place: HTMLElement) { }

    async start(): Promise<void> {
        const skip = el('a', { class: 'skip', href: '#main' }, 'Skip to the content');
        skip.addEventListener('click', happened => {
            // The address stands for the view here: it must not become #main.
            happened.preventDefault();
            this.main.focus();
        });
        replace(this.place, skip, this.header.root, this.nav, el('div', { class: 'content' }, this.summary.root, this.main));
        onLocked(() => this.lock());
        onSystemTheme(() => this.model.emit('theme'));
        this.model.on('changed', this.draw);
        this.model.on('reload', () => this.view?.reload?.());
        window.addEventListener('hashchange', () => this.go(true));
        this.update();
        await this.begin();
    }

    /** Asks who is there, for as long as it takes. */
    private async begin(): Promise<void> {
        try {
            const about = await api.about();
            if (isLocked(about)) {
                this.lock();
                return;
            }

            this.model.about = about;
            this.unlock();
        } catch {
            this.model.connection = 'lost';
            this.model.emit('changed');
            window.setTimeout(() => void this.begin(), retryAfter);
        }
    }

    private unlock(): void {
        this.isLocked = false;
        this.stream.open();
        this.go(false);
        this.draw();
    }

    private lock(): void {
        if (this.isLocked) return;
        this.isLocked = true;
        this.stream.stop();
        this.entry = null;
        this.model.forget();
        this.show(loginView(() => void this.begin()), true);
        this.update();
    }

    private go(isByReader: boolean): void {
        if (this.isLocked || this.model.about === null) return;
        const route = currentRoute();
        const entry = entries.find(one => one.path === route.path && one.isThere(this.model)) ?? entries[0];
        if (!entry) return;
        if (entry === this.entry && this.view?.move) {
            this.view.move(route);
            this.name(this.view);
            return;
        }

        this.entry = entry;
        this.show(this.make(entry, route), isByReader);
    }

    private make(entry: Entry, route: Route): View {
        const view = entry.make(this.model, route);
        setAttribute(view.root, 'data-view', entry.path);
        return view;
    }

    private show(view: View, takesFocus: boolean): void {
        this.view?.close?.();
        this.view = view;
        replace(this.main, view.root);
        this.name(view);
        view.update();
        this.markPlace();
        if (!takesFocus) return;

        // A screen reader goes on from the heading, as on a new page; where there is but one thing to do, from there.
        window.scrollTo(0, 0);
        const field = view.root.querySelector<HTMLElement>('[autofocus]');
        const heading = view.root.querySelector('h1');
        heading?.setAttribute('tabindex', '-1');
        (field ?? heading)?.focus({ preventScroll: true });
    }

    private name(view: View): void {
        document.title = `${view.title} - Farlink`;
    }

    private update(): void {
        this.header.update();
        setHidden(this.nav, this.isLocked || this.model.about === null);
        setHidden(this.summary.root, this.isLocked);
        this.summary.update();
        entries.forEach((entry, at) => {
            const item = this.links[at]?.parentElement;
            if (item) setHidden(item, !entry.isThere(this.model));
        });
        this.view?.update();
    }

    private markPlace(): void {
        entries.forEach((entry, at) => {
            const link = this.links[at];
            if (link) setAttribute(link, 'aria-current', entry === this.entry ? 'page' : null);
        });
    }
}
