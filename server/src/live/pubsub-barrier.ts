/**
 * A barrier for pub/sub: a node publishes a marker message to its own channel. Once it arrives, everything published
 * to the node before it has arrived too. Only one marker is in flight at a time, so the cost does not depend on the
 * number of callers.
 */
export interface PubSubBarrier {
  /**
   * Resolves when everything published to this node before the call has arrived, or after a gap. Rejects if the live
   * store cannot be reached.
   */
  readonly sync: () => Promise<void>;
  /** Call it with the text of a marker that arrived. */
  onMessage(text: string): void;
  /** Call it when the subscription was interrupted: publications were lost, and a pending marker will not arrive. */
  onGap(): void;
}

export function openPubSubBarrier(publish: (text: string) => Promise<unknown>): PubSubBarrier {
  let sent = 0;
  let inFlight: PromiseWithResolvers<void> | null = null;
  /** The next marker. The one in flight may have been sent too early for its callers. */
  let next: PromiseWithResolvers<void> | null = null;
  function send(): void {
    if (next === null) return;
    const marker = next;
    inFlight = marker;
    next = null;
    sent += 1;
    publish(String(sent)).catch((error: unknown) => {
      marker.reject(error);
      if (inFlight !== marker) return;
      inFlight = null;
      send();
    });
  }
  return {
    sync() {
      next ??= Promise.withResolvers<void>();
      const { promise } = next;
      if (inFlight === null) send();
      return promise;
    },
    onMessage(text) {
      if (inFlight === null || text !== String(sent)) return;
      inFlight.resolve();
      inFlight = null;
      send();
    },
    onGap() {
      inFlight?.resolve();
      next?.resolve();
      inFlight = null;
      next = null;
    },
  };
}
