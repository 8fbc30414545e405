/**
 * Counts for statistics on their way to the ledger (rules T1, T2). The scripts that change the live store count. At each
 * full hour the counts become a batch, so that the ledger's file reveals neither when something happened nor whether
 * anything did. Each count is applied exactly once, even if a node dies in between.
 */
import { hoursOf } from './intake.ts';
import type { Domain, Jobs } from './ports.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Returns a function that is true for its first call in each unit of time. */
function newUnit(domain: Domain, unitMs: number): () => boolean {
  let last: number | null = null;
  return () => {
    const unit = Math.floor(domain.clock.now() / unitMs);
    const isNew = unit !== last;
    last = unit;
    return isNew;
  };
}

/**
 * Returns a function to be called often. It counts volunteers once a minute. Once an hour, and when a node starts, it
 * asks for a batch, which the live store makes once in each hour, and adds a job that applies what waits
 * (`applyBatches`). If the live store is unreachable, counts wait for the next hour.
 */
export function hourlyRelease(domain: Domain, jobs: Jobs): () => Promise<void> {
  const [isNewHour, isNewMinute] = [newUnit(domain, HOUR_MS), newUnit(domain, MINUTE_MS)];
  return async () => {
    const now = domain.clock.now();
    if (isNewMinute()) await domain.store.countDuty(now, hoursOf(domain.settings(), now).open);
    if (!isNewHour()) return;
    await domain.store.releaseCounts(Math.floor(now / HOUR_MS), domain.ids.id(), now);
    const { batches } = await domain.store.countBatches();
    const newest = batches.at(-1);
    if (newest !== undefined) jobs.add('count-batch', newest.id);
  };
}

class UnreadableBatch extends Error {}

/**
 * Adds the waiting batches to the ledger, oldest first, each once, however often it is called and wherever an earlier
 * call has stopped: the ledger applies a batch once by its id, and has it on disk before the live store deletes it.
 * Rejects at the end if there is a batch that cannot be read. The others do not wait for it, and the ledger records its
 * hours as a gap (rule F9).
 */
export async function applyBatches(domain: Domain): Promise<void> {
  const { batches, unreadable } = await domain.store.countBatches();
  for (const batch of batches) {
    await domain.ledger.count(batch);
    await domain.store.dropCountBatch(batch.id);
  }
  if (unreadable > 0) throw new UnreadableBatch('a batch of counts cannot be read');
}
