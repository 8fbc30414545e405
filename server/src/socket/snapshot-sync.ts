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
  beginRead(): (receivers: readonly Local[]) => void;
}

/** `sync`: resolves when all events published before the call have arrived. */
export function createSnapshotSync(registry: Registry, sync: () => Promise<void>): SnapshotSync {
  /** Connections whose last snapshot failed. Their events are held back until one succeeds. */
  const failed = new Set<Local>();

  async function resend(locals: readonly Local[]): Promise<void> {
    const endRead = beginRead();
    const resendTo = async (local: Local) => {
      // Several snapshots of a connection may be in progress; the last one decides.
      const sent = await emitSnapshot(local).then(
        () => true,
        () => false,
      );
      if (sent) failed.delete(local);
      else failed.add(local);
    };
    await Promise.all(locals.map(resendTo));
    endRead(locals.filter((local) => !failed.has(local)));
  }

  function beginRead(): (receivers: readonly Local[]) => void {
    const since = registry.heard;
    const resendCrossed = async (receivers: readonly Local[]) => {
      await sync();
      const crossed = receivers.filter(({ heardAt }) => heardAt > since);
      if (crossed.length > 0) await resend(crossed);
    };
    return (receivers) => {
      if (receivers.length === 0) return;
      // If the store is unavailable, the snapshots are sent in the next tick.
      resendCrossed(receivers).catch(() => receivers.forEach((local) => failed.add(local)));
    };
  }

  return { resend, resendFailed: () => resend([...failed]), beginRead };
}
