import { systemClock, watchClock } from '../clock.ts';

/** What the browser knows about its network. Hints only: it can be wrong in both directions. */

export interface Network {
  online(): boolean;
  /**
   * Runs `changed` when it may have come or gone, or somebody looks again at last: also by *back*; and `clockSet` when
   * the device's clock was set. The result stops that.
   */
  watch(changed: () => void, clockSet?: () => void): () => void;
}

export const browserNetwork: Network = {
  online: () => navigator.onLine,
  watch(changed, clockSet = () => {}) {
    const unwatch = watchClock(systemClock, clockSet);
    addEventListener('online', changed);
    addEventListener('offline', changed);
    // The timers of a hidden tab are slowed down: whoever looks should not have to wait for them.
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
