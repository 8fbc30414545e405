/** Sends snapshots to connections that may have missed an event or received state out of order. */
import { emitSnapshot } from './emit.ts';
import type { Local, Registry } from './registry.ts';

export interface SnapshotSync {
  /** Sends a new snapshot to these connections. */
  resend(locals: readonly Local[]): Promise<void>;
  /** Retries the snapshots that failed. */
  resendFailed(): Promise<void>;
  /**
   * To be called before state is read from the store. Call the returned function with the connections that the answer
   * was sent to.
   *
   * The store's answers and events arrive on two Redis connections without a common order. An answer may be newer than
   * an event that arrives after it, or older than one that arrived before. Connections that received both in the
   * meantime get a new snapshot.
   */
  beginRead(): (told: readonly Local[]) => void;
}

/** `caughtUp`: resolves when all events published before the call have arrived. */
export function createSnapshotSync(
  registry: Registry,
  caughtUp: () => Promise<void>,
): SnapshotSync {
  /** Connections whose last snapshot failed. Their events are held back until one succeeds. */
  const owed = new Set<Local>();

  async function tell(locals: readonly Local[]): Promise<void> {
    const told = asking();
    const tellOne = async (local: Local) => {
      // Several snapshots of a connection may be in progress; the last one decides.
      const toldIt = await emitSnapshot(local).then(
        () => true,
        () => false,
      );
      if (toldIt) owed.delete(local);
      else owed.add(local);
    };
    await Promise.all(locals.map(tellOne));
    told(locals.filter((local) => !owed.has(local)));
  }

  function asking(): (told: readonly Local[]) => void {
    const since = registry.heard;
    const settle = async (told: readonly Local[]) => {
      await caughtUp();
      const crossed = told.filter(({ heardAt }) => heardAt > since);
      if (crossed.length > 0) await tell(crossed);
    };
    return (told) => {
      if (told.length === 0) return;
      // If the store is unavailable, the snapshots are sent in the next tick.
      settle(told).catch(() => told.forEach((local) => owed.add(local)));
    };
  }

  return { resend: tell, resendFailed: () => tell([...owed]), beginRead: asking };
}
