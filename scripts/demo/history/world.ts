/** The real domain on both stores, at a time that the simulator sets. The hourly and daily work runs as on a node. */
import { randomBytes } from 'node:crypto';
import { randomIds, systemClock } from '@terskel/server/clock';
import { applyBatches, hourlyRelease } from '@terskel/server/domain/counting';
import type { Ledger } from '@terskel/server/domain/ledger';
import type { Clock, Domain, JobKind, Settings } from '@terskel/server/domain/ports';
import { createQuarantine } from '@terskel/server/domain/quarantine';
import type { ComputeRelease } from '@terskel/server/domain/releases';
import { dailyRelease, releaseDay } from '@terskel/server/domain/statistics';
import { tokenEncryption } from '@terskel/server/ledger/token-encryption';
import { challenges } from '@terskel/server/live/challenges';
import { hourKey } from '@terskel/server/live/hour-key';
import type { keysOf } from '@terskel/server/live/keys';
import { liveStore } from '@terskel/server/live/live-store';
import { passkeys } from '@terskel/server/passkeys/passkeys';
import { proofs } from '@terskel/server/proof/altcha';
import type { RedisClient } from '@terskel/server/redis/client';
import { isUnavailable } from '@terskel/server/redis/unavailable';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ORIGIN = 'http://localhost';

export interface World {
  readonly domain: Domain;
  /** Id of the simulator in the live store, as that of a node. */
  readonly node: string;
  readonly now: () => number;
  /**
   * Moves time forward, and does what a node does each minute, hour and day. While a volunteer is on duty, it moves to the
   * next full minute at most. Returns the hour that has begun; null if none has.
   */
  moveTo(at: number): Promise<number | null>;
}

export interface WorldParts {
  readonly live: RedisClient;
  readonly keys: ReturnType<typeof keysOf>;
  readonly book: Ledger;
  readonly settings: Settings;
  readonly compute: ComputeRelease;
  readonly startAt: number;
}

export async function openWorld(parts: WorldParts): Promise<World> {
  const { live, keys, book, settings, compute, startAt } = parts;
  let now = startAt;
  const clock: Clock = { ...systemClock, now: () => now };
  const domain: Domain = {
    store: liveStore(live, keys),
    ledger: book,
    tokens: tokenEncryption(book, clock),
    epoch: () => null,
    isOver: () => false,
    // They limit tickets by real time, of which a year takes minutes here.
    counters: {
      attemptOf: () => Promise.resolve({ count: 0, resetsInMs: 0 }),
      ticketsOf: () => Promise.resolve({ count: 0, resetsInMs: 0 }),
      tickets: () => Promise.resolve(0),
      opened: () => Promise.resolve(),
      firstUse: () => Promise.resolve(true),
    },
    proofs: proofs(hourKey(live, keys, clock)),
    challenges: challenges(live, keys, randomIds),
    passkeys: passkeys(ORIGIN, () => 0),
    clock,
    ids: randomIds,
    quarantine: createQuarantine(clock, isUnavailable),
    settings: () => settings,
    overview: () => null,
    recentMatches: () => [],
  };
  const node = randomBytes(16).toString('base64url');
  // Begins the store's epoch. Otherwise the service would find that the counts may be from before a failover.
  await domain.store.beat(node, randomIds.id(), now, null);

  const waiting: { readonly kind: JobKind; readonly id: string }[] = [];
  const jobs = { add: (kind: JobKind, id: string) => void waiting.push({ kind, id }) };
  const [everyHour, everyDay] = [hourlyRelease(domain, jobs), dailyRelease(domain, jobs)];
  async function work(): Promise<void> {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      if (job.kind === 'count-batch') await applyBatches(domain);
      else await releaseDay(domain, compute, job.id, () => {});
    }
  }
  await everyHour();
  return {
    ...{ domain, node, now: () => now },
    async moveTo(at) {
      const before = now;
      now = Math.max(now, at);
      const isNew = (unitMs: number) => Math.floor(now / unitMs) > Math.floor(before / unitMs);
      if (!isNew(MINUTE_MS)) return null;
      await everyHour();
      await work();
      await everyDay();
      await work();
      return isNew(HOUR_MS) ? Math.floor(now / HOUR_MS) : null;
    },
  };
}
