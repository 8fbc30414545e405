/** What the browser knows about its network. A hint only: it can be wrong in both directions. */

export interface Network {
  online(): boolean;
  /** Runs `changed` when the browser believes that it came online or went offline. The result stops that. */
  watch(changed: () => void): () => void;
}

export const browserNetwork: Network = {
  online: () => navigator.onLine,
  watch(changed) {
    addEventListener('online', changed);
    addEventListener('offline', changed);
    return () => {
      removeEventListener('online', changed);
      removeEventListener('offline', changed);
    };
  },
};
