/** A year of evenings, from the first day that is not yet in the ledger to the last one that is over. */
import { hoursAt } from '@terskel/server/domain/hours';
import { placeOfHour, firstHourOf } from '@terskel/server/domain/time-zone';
import type { Staff } from '@terskel/shared/models';
import { dayAfter } from '@terskel/shared/calendar';
import type { OpeningHours } from '@terskel/shared/hours';
import { type Books, openBooks } from './books.ts';
import { runEvening } from './evening.ts';
import { planEvening } from './plan.ts';
import type { World } from './world.ts';

const HOUR_MS = 3_600_000;
/** Volunteers come this long before it opens, at most; and the last conversation ends this long after it closes. */
const BEFORE_MS = 15 * 60_000;
const AFTER_MS = 8 * HOUR_MS;
/** When the day before is released: after the local midnight, also where clocks are changed. */
const RELEASED_MS = 5 * HOUR_MS;
/** The hour before passes in these steps, since nothing is released by a clock that jumps. */
const LOOK_MS = 10 * 60_000;

export interface HistoryOptions {
  readonly world: World;
  readonly hours: OpeningHours;
  /** Leaders first. */
  readonly staff: readonly Staff[];
  readonly leaders: number;
  readonly seed: number;
  /** The end, ms since the epoch. */
  readonly until: number;
  readonly signal: AbortSignal;
  /** Called after each local day: `2026-11-30`. */
  readonly onDay: (day: string) => void;
}

/** Begins at the time of `world`. Returns the simulator's own books. */
export async function runHistory(options: HistoryOptions): Promise<Books> {
  const { world, hours, staff, leaders, seed, until, signal, onDay } = options;
  const { timeZone } = hours;
  const books = openBooks();
  /**
   * Makes a batch of the hours up to this one. While the service is closed there is no batch for each hour, since those
   * would be empty.
   */
  async function passTo(at: number): Promise<void> {
    if (signal.aborted) return;
    const hour = await world.moveTo(at);
    if (hour !== null) books.fullHour(hour);
  }
  const hourNow = () => Math.floor(world.now() / HOUR_MS);
  let { day } = placeOfHour(timeZone, hourNow());
  for (; !signal.aborted; day = dayAfter(day)) {
    const startsAt = firstHourOf(timeZone, day) * HOUR_MS;
    const endsAt = firstHourOf(timeZone, dayAfter(day)) * HOUR_MS;
    if (startsAt >= until) break;
    const opening = hoursAt({ ...hours, exceptions: {} }, startsAt);
    const opensAt = opening.open ? startsAt : (opening.opensAt ?? Infinity);
    for (let ms = RELEASED_MS - HOUR_MS; ms <= RELEASED_MS; ms += LOOK_MS)
      await passTo(Math.min(until, startsAt + ms));
    const now = world.now();
    if (opensAt < endsAt && opensAt - BEFORE_MS > now) {
      const open = hoursAt({ ...hours, exceptions: {} }, opensAt);
      const closesAt = (open.open ? open.closesAt : null) ?? endsAt;
      if (closesAt + AFTER_MS > until) break;
      await passTo(opensAt - BEFORE_MS);
      const team = { leaders, volunteers: staff.length };
      const evening = planEvening(seed, day, { opensAt, closesAt }, team);
      await runEvening(world, books, evening, staff, signal);
      // Its last quarters of an hour are counted in the hour before the batch.
      await passTo(nextHour(world.now()));
    }
    await passTo(Math.min(until, endsAt));
    onDay(day);
  }
  await passTo(until);
  return books;
}

const nextHour = (at: number): number => (Math.floor(at / HOUR_MS) + 1) * HOUR_MS;
