/**
 * What a node says to itself through the live store: once it hears it, it has heard all that was told before. One is
 * under way at a time, so that it costs the same however many ask.
 */
export interface Echo {
  /** Settles when all that was told to this node before now has come; fails if the live store cannot be asked. */
  readonly caughtUp: () => Promise<void>;
  /** One has come back. */
  came(text: string): void;
  /** Whatever was under way will not come: what was told meanwhile is lost. */
  gap(): void;
}

export function openEcho(publish: (text: string) => Promise<unknown>): Echo {
  let said = 0;
  let underWay: PromiseWithResolvers<void> | null = null;
  /** Asked for behind the one under way, which may be too early for it. */
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
    caughtUp() {
      next ??= Promise.withResolvers<void>();
      const { promise } = next;
      if (underWay === null) say();
      return promise;
    },
    came(text) {
      if (underWay === null || text !== String(said)) return;
      underWay.resolve();
      underWay = null;
      say();
    },
    gap() {
      underWay?.resolve();
      next?.resolve();
      underWay = null;
      next = null;
    },
  };
}
