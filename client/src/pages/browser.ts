/** What the controllers need of the browser, in one place, so that they run in a test without one. */
import { type Network, browserNetwork } from '../net/network.ts';
import { beacon } from './beacon.ts';
import { type TabNews, onTabNews, tellTabs } from './other-tabs.ts';

export interface Browser {
  readonly network: Network;
  readonly origin: string;
  /** A request to our own origin, with the cookie only if `credentials` says so. */
  fetch(path: string, request: RequestInit): Promise<Response>;
  /** Sends a JSON body that outlives the page. */
  beacon(path: string, body: object): void;
  /** To the other tabs of this browser. */
  tellTabs(news: TabNews): void;
  onTabNews(run: (news: TabNews) => void): () => void;
  visible(): boolean;
  /** Runs when the page is shown or hidden. The result stops that, as with the others here. */
  onVisibility(run: () => void): () => void;
  /** Runs when the page goes away for good, or to reload. */
  onGone(run: () => void): () => void;
  /** Whether the service has another page than this one by now, whose files it lacks; not if nobody answers. */
  outdated(): Promise<boolean>;
  /** Runs once, when there is nothing better to do. */
  whenIdle(run: () => void): void;
  hash(): string;
  /** Takes the hash out of the address and out of the history. */
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
        // A page that is only put aside can come back as it was.
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
