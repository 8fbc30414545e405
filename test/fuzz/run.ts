/** One run: the steps of a seed, checks in between, and an empty store at the end. */
import { redisClient } from '@terskel/server/redis/client';
import { audit, check, empty } from './checks.ts';
import { noteFindings } from './finding.ts';
import type { Trace } from './gate.ts';
import { randomOf } from './random.ts';
import { take, type Step } from './steps.ts';
import { openWorld } from './world.ts';

const CHECK_EVERY = 100;

export interface Failure {
  /** Number of steps taken. */
  readonly after: number;
  readonly error: Error;
}
export interface Ran {
  readonly failure: Failure | null;
  /** Totals of the run. */
  readonly talks: number;
  readonly messages: number;
  readonly silences: number;
  readonly transfers: number;
  readonly asides: number;
}

/** Takes the steps in a new world. */
export async function run(url: string, steps: readonly Step[], trace?: Trace): Promise<Ran> {
  const redis = await redisClient(url, () => {}).connect();
  const w = await openWorld(redis, trace);
  let after = 0;
  const found: Error[] = [];
  const note = (error: unknown) =>
    void found.push(error instanceof Error ? error : new Error(String(error)));
  // Findings of tabs and nodes that no step awaits arrive here.
  const ways = ['unhandledRejection', 'uncaughtException'] as const;
  for (const way of ways) process.on(way, note);
  noteFindings(note);
  try {
    for (const step of steps) {
      after += 1;
      trace?.(step.join(' '));
      await take(w, step);
      if (found.length > 0) break;
      if (after % CHECK_EVERY > 0) continue;
      const random = randomOf(step[2]);
      await check(w, random);
      await audit(w, random);
    }
    const random = randomOf(1);
    if (found.length === 0) await check(w, random);
    if (found.length === 0) await empty(w, random);
  } catch (error) {
    note(error);
  }
  w.close();
  redis.destroy();
  for (const way of ways) process.off(way, note);
  noteFindings(() => {});
  const [error] = found;
  return { failure: error ? { after, error } : null, ...w.counted() };
}
