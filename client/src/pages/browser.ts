/** The browser functions that controllers use, in one place, so that tests can replace them. */
import { type Network, browserNetwork } from '../net/network.ts';
import { beacon } from './beacon.ts';
import { type TabNews, onTabNews, tellTabs } from './other-tabs.ts';

export interface Browser {
  readonly network: Network;
  readonly origin: string;
  /** A request to the own origin, with the cookie only if `credentials` says so. */
  fetch(path: string, request: RequestInit): Promise<Response>;
  /** Sends a JSON body from a page that is being unloaded. */
  beacon(path: string, body: object): void;
  /** Sends a message to the other tabs of this browser. */
  tellTabs(news: TabNews): void;
  onTabNews(run: (news: TabNews) => void): () => void;
  visible(): boolean;
  /** Calls `run` when the page is shown or hidden. The returned function stops it, as for the other listeners. */
  onVisibility(run: () => void): () => void;
  /** Calls `run` when the page is unloaded or reloaded. */
  onGone(run: () => void): () => void;
  /**
   * Whether the service now delivers another version of the page, so this one's files are gone; false if nothing
   * answers.
   */
  outdated(): Promise<boolean>;
  /** Calls `run` once, when the browser is idle. */
  whenIdle(run: () => void): void;
  hash(): string;
  /** Removes the hash from the address and from the history. */
  stripHash(): void;
}

export function thisBrowser(): Browser {
  return {
    network: browserNetwork,
    origin: location.origin,
    fetch: (path, request) => fetch(path, request),
    beacon,
    ...{ tellTabs, onTabNews },
    visible: () => document.visibilityState === 'visible',
    onVisibility: (run) => listen(document, 'visibilitychange', run),
    onGone: (run) =>
      listen(globalThis, 'pagehide', (event) => {
        // A page in the back/forward cache can return as it was.
        if (!(event as PageTransitionEvent).persisted) run();
      }),
    outdated,
    whenIdle(run) {
      // Safari has no idle callback.
      if ('requestIdleCallback' in globalThis) requestIdleCallback(run);
      else if (document.readyState === 'complete') run();
      else addEventListener('load', run, { once: true });
    },
    hash: () => location.hash,
    stripHash: () => history.replaceState(null, '', location.pathname + location.search),
  };
}

async function outdated(): Promise<boolean> {
  const script = document.querySelector<HTMLElement>('script[src]');
  const own = script?.dataset['app'] ?? script?.getAttribute('src') ?? '';
  try {
    const page = await fetch('/');
    return page.ok && !(await page.text()).includes(own);
  } catch {
    return false;
  }
}

function listen(on: EventTarget, name: string, run: (event: Event) => void): () => void {
  on.addEventListener(name, run);
  return () => on.removeEventListener(name, run);
}
