/** The stores of a demo, with its association and its history. */
import { randomIds, systemClock } from '@terskel/server/clock';
import type { Config } from '@terskel/server/config';
import type { Ledger } from '@terskel/server/domain/ledger';
import { DEFAULT_SETTINGS } from '@terskel/server/domain/ports';
import { firstHourOf, placeOfHour } from '@terskel/server/domain/time-zone';
import { openLedger } from '@terskel/server/ledger/ledger';
import { keysOf } from '@terskel/server/live/keys';
import { redisClient } from '@terskel/server/redis/client';
import { releaseOf } from '@terskel/server/statistics/release/release';
import { dayAfter } from '@terskel/shared/calendar';
import { LANGUAGES } from '@terskel/shared/choices';
import type { Staff } from '@terskel/shared/models';
import { LEADERS, openFrom, PEOPLE, SETTINGS } from './association.ts';
import type { Books } from './history/books.ts';
import { runHistory } from './history/history.ts';
import { openWorld } from './history/world.ts';
import { claimLedger } from './marker.ts';

const NAMESPACE = 'terskel';
const HOUR_MS = 3_600_000;

export interface Prepared extends AsyncDisposable {
  readonly book: Ledger;
  /** Leaders first. */
  readonly staff: readonly Staff[];
}

/** Opens the ledger of this demo and adds settings and people to a new one. */
export async function openDemo(
  { ledgerUrl }: Pick<Config, 'ledgerUrl'>,
  id: string,
): Promise<Prepared> {
  const client = await redisClient(ledgerUrl, () => {}).connect();
  try {
    await claimLedger(client, id);
    const { book } = await openLedger(client, ledgerUrl, NAMESPACE, systemClock, randomIds);
    const known = await book.people();
    if (known.length === 0) await book.setSettings('operator', SETTINGS);
    const staff = [];
    for (const person of PEOPLE) {
      const same = known.find(({ alias }) => alias === person.alias);
      staff.push({ ...person, id: same?.id ?? (await book.addStaff('operator', person)) });
    }
    return { book, staff, [Symbol.asyncDispose]: async () => client.destroy() };
  } catch (error) {
    client.destroy();
    throw error;
  }
}

export interface PastOptions {
  readonly days: number;
  readonly seed: number;
  /** The present time, ms since the epoch. */
  readonly now: number;
  readonly signal: AbortSignal;
  readonly onDay: (day: string) => void;
}

/**
 * Simulates the days that the ledger lacks: on the first start `days` of them, later those since the last hour that was
 * counted. Returns the simulator's own books.
 */
export async function simulatePast(
  { redisUrl }: Pick<Config, 'redisUrl'>,
  { book, staff }: Prepared,
  { days, seed, now, signal, onDay }: PastOptions,
): Promise<Books> {
  const keys = keysOf(NAMESPACE);
  const live = await redisClient(redisUrl, () => {}, keys.root).connect();
  try {
    const { openingHours, ...rest } = await book.settings();
    const hours = { ...(openingHours ?? SETTINGS.openingHours), exceptions: {} };
    const { countedTo } = await book.releaseState();
    const today = placeOfHour(hours.timeZone, Math.floor(now / HOUR_MS)).day;
    const first = firstHourOf(hours.timeZone, dayAfter(today, -days));
    const world = await openWorld({
      ...{ live, keys, book, startAt: Math.max(first, countedTo ?? 0) * HOUR_MS },
      settings: { ...DEFAULT_SETTINGS, ...rest, openingHours: hours },
      // A thread for each day would take longer than what it computes.
      compute: (input) => Promise.resolve(releaseOf(input)),
    });
    const team = { staff, leaders: LEADERS };
    const books = await runHistory({ world, hours, ...team, seed, until: now, signal, onDay });
    // The times of the last matches expire by real time. Waits would be estimated from them.
    await live.del(LANGUAGES.map((language) => `${keys.root}:matches:${language}`));
    return books;
  } finally {
    live.destroy();
  }
}

/** From now on it is open all day, so that there is something to see. */
export async function openToday({ book }: Prepared, now: number): Promise<void> {
  const { openingHours } = await book.settings();
  const hours = openingHours ?? SETTINGS.openingHours;
  const { day } = placeOfHour(hours.timeZone, Math.floor(now / HOUR_MS));
  await book.setSettings('operator', { openingHours: openFrom(day, hours) });
}

/** A link for one person who holds every role. */
export async function inviteGuest({ book }: Prepared, { publicUrl }: Config): Promise<string> {
  const terms = { kind: 'join', roles: ['admin', 'leader', 'volunteer'], trained: true } as const;
  const made = await book.addInvite('operator', terms);
  if (!made.ok) throw new Error(`The invite could not be made: ${made.code}.`);
  return `${publicUrl}/volunteer#invite=${made.token}`;
}
