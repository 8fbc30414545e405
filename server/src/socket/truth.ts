/** When this node's connections are told the whole truth: whenever they may have missed something, or been told it late. */
import { emitSnapshot } from './emit.ts';
import type { Local, Registry } from './registry.ts';

export interface Truth {
  /** These are told it anew. */
  tell(locals: readonly Local[]): Promise<void>;
  /** Those to whom it could not be told until now. */
  tellOwed(): Promise<void>;
  /**
   * To be called before the store is asked; the result, with whom the answer has told how something stands.
   *
   * Answers of the store and events come by two connections, which know nothing of each other's order: an answer may be
   * newer than an event that comes after it, or older than one that came before. Whoever was told something by both
   * ways meanwhile is told the whole truth once more.
   */
  asking(): (told: readonly Local[]) => void;
}

/** `caughtUp` settles when all events from before have come. */
export function createTruth(registry: Registry, caughtUp: () => Promise<void>): Truth {
  /** Whose last snapshot failed: they hear nothing until it is told. */
  const owed = new Set<Local>();

  async function tell(locals: readonly Local[]): Promise<void> {
    const told = asking();
    const tellOne = async (local: Local) => {
      // Two of a connection's snapshots may be under way: it is the last that counts.
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
      // If the store cannot be asked, then at the next beat.
      settle(told).catch(() => told.forEach((local) => owed.add(local)));
    };
  }

  return { tell, tellOwed: () => tell([...owed]), asking };
}
