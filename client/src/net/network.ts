import type { Fetch, WebSocket } from 'socket.io-client';
import { systemClock, watchClock } from '../clock.ts';

/** The browser's view of its network. These are hints only and can be wrong in both directions. */

export interface Network {
  online(): boolean;
  /** Engine.IO's ways to reach the service, in order. Default: WebSocket, then long-polling. */
  readonly transports?: readonly (typeof Fetch | typeof WebSocket)[];
  /**
   * Calls `changed` when the network may have appeared or disappeared, and when the page is shown again, also by
   * *back*. Calls `clockSet` when the device's clock was set. The returned function stops both.
   */
  watch(changed: () => void, clockSet?: () => void): () => void;
}

export const browserNetwork: Network = {
  online: () => navigator.onLine,
  watch(changed, clockSet = () => {}) {
    const unwatch = watchClock(systemClock, clockSet);
    addEventListener('online', changed);
    addEventListener('offline', changed);
    // Browsers slow down the timers of a hidden tab, so the page checks at once when it becomes visible.
    document.addEventListener('visibilitychange', changed);
    const shown = ({ persisted }: PageTransitionEvent): void => {
      if (persisted) changed();
    };
    addEventListener('pageshow', shown);
    return () => {
      unwatch();
      removeEventListener('online', changed);
      removeEventListener('offline', changed);
      document.removeEventListener('visibilitychange', changed);
      removeEventListener('pageshow', shown);
    };
  },
};
