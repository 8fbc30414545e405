/** The client as it runs in a browser tab, without the views: its controllers, on a browser simulated in Node. */
import type { Clock } from '@terskel/client/clock';
import type { Browser } from '@terskel/client/pages/browser';
import {
  type SeekerController,
  createSeekerController,
} from '@terskel/client/pages/seeker-controller';
import {
  type VolunteerController,
  createVolunteerController,
} from '@terskel/client/pages/volunteer-controller';
import type { TabNews } from '@terskel/client/pages/other-tabs';
import { passkeysOf } from '@terskel/client/pages/passkeys';
import type { SeekerView } from '@terskel/client/state/model';
import type { VolunteerView } from '@terskel/client/state/volunteer-view';
import { tabStorage } from '@terskel/client/storage';
import { area } from '../../scripts/tab-area.ts';
import { type SoftAuthenticator, softAuthenticator } from './authenticator.ts';
import { LIMIT_MS } from './until.ts';

const QUICKER = 10;
/** A timer runs after this many turns of the event loop, however late the loop is. */
const TURNS = 10;

/**
 * Real time with timers ten times as fast, so that retry delays are short. The time in which a busy machine does not
 * run this process does not count: otherwise a client would give up on a reply that is waiting to be read.
 */
export const quickClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    let turns = 0;
    let timer: NodeJS.Timeout;
    const turn = () => {
      timer = setTimeout(() => (++turns < TURNS ? turn() : run()), ms / QUICKER / TURNS);
    };
    turn();
    return () => clearTimeout(timer);
  },
};

export { area };

type Page = { readonly page: string };
type On<View extends Page, Name extends View['page']> = Extract<View, { page: Name }>;

interface Tab<Controller extends { dispose(): void }, View extends Page> {
  readonly controller: Controller;
  readonly view: View;
  /** `sessionStorage` of this tab. */
  readonly stored: Map<string, string>;
  readonly beacons: { readonly path: string; readonly body: object }[];
  /** Waits for the page, and for `holds` to be true of its view. */
  until<Name extends View['page']>(
    page: Name,
    holds?: (view: On<View, Name>) => boolean,
    patienceMs?: number,
  ): Promise<On<View, Name>>;
  /** Unloads the page and loads it again, as the reload button does. */
  reload(): void;
  /** Sets the browser's online state. */
  network(online: boolean): void;
  /** Another tab with a copy of this one's storage, optionally on another node. */
  duplicate(origin?: () => string): Tab<Controller, View>;
  hash: string;
}

export type SeekerTab = Tab<SeekerController, SeekerView>;
export type VolunteerTab = Tab<VolunteerController, VolunteerView>;

interface Open<Controller> {
  readonly origin: () => string;
  readonly stored?: Map<string, string>;
  readonly hash?: string;
  /** Listeners of the tabs of one browser: a tab and its duplicates. */
  readonly news?: Set<(said: TabNews) => void>;
  readonly create: (browser: Browser, storage: Storage) => Controller;
}

function openTab<
  View extends Page,
  Controller extends {
    dispose(): void;
    readonly view: { readonly value: View; subscribe(run: () => void): () => void };
  },
>(open: Open<Controller>): Tab<Controller, View> {
  const stored = open.stored ?? new Map<string, string>();
  const news = open.news ?? new Set<(said: TabNews) => void>();
  const beacons: { path: string; body: object }[] = [];
  let online = true;
  let networkChanged = new Set<() => void>();
  let gone = new Set<() => void>();
  const watch = (runs: Set<() => void>, run: () => void) => {
    runs.add(run);
    return () => void runs.delete(run);
  };
  const load = () => {
    networkChanged = new Set();
    gone = new Set();
    return open.create(
      {
        network: { online: () => online, watch: (run) => watch(networkChanged, run) },
        origin: open.origin(),
        // Browsers open a separate connection for a WebSocket; Node would reuse the one that a fetch has left open.
        fetch(path, request) {
          const named = request.method === 'POST' ? { origin: open.origin() } : {};
          const headers = [
            ...new Headers({ ...named, connection: 'close' }),
            ...new Headers(request.headers),
          ];
          return fetch(open.origin() + path, { ...request, headers: Object.fromEntries(headers) });
        },
        beacon(path, body) {
          beacons.push({ path, body });
          const headers = { 'content-type': 'application/json' };
          const request = { method: 'POST', headers, body: JSON.stringify(body) };
          // A beacon ignores errors.
          fetch(open.origin() + path, request).catch(() => {});
        },
        tellTabs(said) {
          for (const run of news) run(said);
        },
        onTabNews(run) {
          news.add(run);
          return () => void news.delete(run);
        },
        visible: () => true,
        onVisibility: () => () => {},
        outdated: () => Promise.resolve(false),
        onGone: (run) => watch(gone, run),
        whenIdle: () => {},
        hash: () => tab.hash,
        stripHash() {
          tab.hash = '';
        },
      },
      area(stored),
    );
  };
  const tab: Tab<Controller, View> = {
    hash: open.hash ?? '',
    controller: undefined as unknown as Controller,
    get view() {
      return tab.controller.view.value;
    },
    stored,
    beacons,
    async until(page, holds = () => true, patienceMs = LIMIT_MS) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const fits = () => tab.view.page === page && holds(tab.view as never);
      const look = () => {
        if (fits()) resolve();
      };
      const timer = setTimeout(resolve, patienceMs);
      const stop = tab.controller.view.subscribe(look);
      await promise;
      stop();
      clearTimeout(timer);
      if (!fits())
        throw new Error(
          `timeout: the condition never held on ${page}: ${holds.toString()}\n${JSON.stringify(tab.view)}`,
        );
      return tab.view as never;
    },
    reload() {
      for (const run of gone) run();
      tab.controller.dispose();
      Object.assign(tab, { controller: load() });
    },
    network(isOnline) {
      online = isOnline;
      for (const run of networkChanged) run();
    },
    duplicate: (origin = open.origin) =>
      openTab<View, Controller>({ ...open, origin, news, stored: new Map(stored) }),
  };
  return Object.defineProperty(tab, 'controller', { value: load(), writable: true });
}

export function openSeekerTab(
  origin: () => string,
  clock = quickClock,
  more: Pick<Open<SeekerController>, 'news' | 'stored'> = {},
): SeekerTab {
  return openTab({
    ...more,
    origin,
    create: (browser, storage) =>
      createSeekerController({ clock, browser, storage: tabStorage('seeker', storage) }),
  });
}

/** The public URL of a test's service; passkeys are requested for pages of it. */
const PUBLIC_URL = 'http://localhost:3000';

/** A device with a screen lock and no passkey yet. */
const newDevice = (): SoftAuthenticator => softAuthenticator('localhost', PUBLIC_URL);

/** `origin` is that of a cookie jar, which holds the staff session or gets it with the invite in `hash`. */
export function openVolunteerTab(
  origin: () => string,
  hash = '',
  clock = quickClock,
  device = newDevice(),
  more: Pick<Open<VolunteerController>, 'news'> = {},
): VolunteerTab {
  const passkeys = passkeysOf({
    support: async () => 'here',
    create: (options) => device.create(options),
    get: (options) => device.get(options),
  });
  return openTab({
    ...more,
    origin,
    hash,
    create: (browser, storage) =>
      createVolunteerController({
        ...{ clock, browser, passkeys, device: 'Firefox, Linux' },
        storage: tabStorage('volunteer', storage),
      }),
  });
}
