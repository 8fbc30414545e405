/**
 * A barrier for pub/sub: a node publishes a message (an echo) to its own channel. Once it arrives, everything published
 * to the node before it has arrived too. Only one echo is in flight at a time, so the cost does not depend on the
 * number of callers.
 */
export interface PubSubBarrier {
  /**
   * Resolves when everything published to this node before the call has arrived, or after a gap. Rejects if the live
   * store cannot be reached.
   */
  readonly sync: () => Promise<void>;
  /** Call it with the text of an echo that arrived. */
  onMessage(text: string): void;
  /** Call it when the subscription was interrupted: publications were lost, and a pending echo will not arrive. */
  onGap(): void;
}

export function openPubSubBarrier(publish: (text: string) => Promise<unknown>): PubSubBarrier {
  let said = 0;
  let underWay: PromiseWithResolvers<void> | null = null;
  /** The next echo. The one in flight may have been sent too early for its callers. */
  let next: PromiseWithResolvers<void> | null = null;
  function say(): void {
    if (next === null) return;
    const echo = next;
    underWay = echo;
    next = null;
    said += 1;
    publish(String(said)).catch((error: unknown) => {
      echo.reject(error);
      if (underWay !== echo) return;
      underWay = null;
      say();
    });
  }
  return {
    sync() {
      next ??= Promise.withResolvers<void>();
      const { promise } = next;
      if (underWay === null) say();
      return promise;
    },
    onMessage(text) {
      if (underWay === null || text !== String(said)) return;
      underWay.resolve();
      underWay = null;
      say();
    },
    onGap() {
      underWay?.resolve();
      next?.resolve();
      underWay = null;
      next = null;
    },
  };
}
