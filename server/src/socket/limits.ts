/** Rates by session and bucket (rule R1). They live in this process: a session that moves to another node starts afresh there. */
import {
  BREACHES_MAX,
  BREACH_WINDOW_MS,
  BUCKETS,
  type Bucket,
  type Window,
} from '@terskel/shared/limits';
import { counter, type Counter } from './windows.ts';

/** Milliseconds until the command may be tried again; 0 if it may go on now. */
export type Limit = (session: string, bucket: Bucket, cost: number) => Promise<number>;

interface Limiter {
  readonly points: number;
  readonly taken: Counter;
}
const limiter = (window: Window): Limiter => ({ points: window.points, taken: counter(window) });

function waitMs({ points, taken }: Limiter, session: string, cost: number): number {
  const { count, endsInMs } = taken.add(session, cost);
  return count > points ? Math.max(1, endsInMs) : 0;
}

export interface Limits {
  readonly take: Limit;
  /** Counts a breach; true when there were too many within a minute. */
  readonly breach: (session: string) => Promise<boolean>;
}

export function createLimits(): Limits {
  const windows = new Map<Bucket, readonly Limiter[]>();
  for (const [bucket, list] of Object.entries(BUCKETS)) {
    windows.set(bucket as Bucket, list.map(limiter));
  }
  const breaches = limiter({ points: BREACHES_MAX - 1, perMs: BREACH_WINDOW_MS });
  return {
    take: async (session, bucket, cost) =>
      Math.max(0, ...(windows.get(bucket) ?? []).map((one) => waitMs(one, session, cost))),
    breach: async (session) => waitMs(breaches, session, 1) > 0,
  };
}
