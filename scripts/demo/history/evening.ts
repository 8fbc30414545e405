/**
 * Runs one planned evening through the domain, as clients and nodes would: connections, tickets, offers, conversations,
 * their ends, and the deadlines of each. Time jumps to the next moment at which something happens.
 */
import { meetDeadlines } from '@terskel/server/domain/deadlines';
import { match } from '@terskel/server/domain/offers';
import { closeLines } from '@terskel/server/domain/tickets';
import type { Language, Staff } from '@terskel/shared/models';
import { randomOf } from '../random.ts';
import type { Books } from './books.ts';
import type { Evening } from './plan.ts';
import { openSeekers } from './seekers.ts';
import { openVolunteers } from './volunteers.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
const LANGUAGES: readonly Language[] = ['no', 'en'];

/** What will happen, by time. */
interface Agenda {
  add(at: number, run: () => Promise<void>): void;
}

export interface Scene {
  readonly world: World;
  readonly books: Books;
  readonly agenda: Agenda;
  readonly evening: Evening;
}

/** `staff`: all volunteers, leaders first. Stops early, between two moments, when `signal` is aborted. */
export async function runEvening(
  world: World,
  books: Books,
  evening: Evening,
  staff: readonly Staff[],
  signal: AbortSignal,
): Promise<void> {
  const { domain } = world;
  const plans: { at: number; run: () => Promise<void> }[] = [];
  const agenda: Agenda = { add: (at, run) => void plans.push({ at: Math.round(at), run }) };
  const scene: Scene = { world, books, agenda, evening };
  const random = randomOf(evening.opensAt / MINUTE_MS);
  const seekers = openSeekers(scene, random);
  const volunteers = openVolunteers(scene, random, staff, seekers);
  agenda.add(evening.closesAt, () => Promise.resolve());

  /** Moves time, and counts at each full minute on the way. */
  async function moveTo(at: number): Promise<void> {
    for (
      let minute = nextMinute(world.now());
      minute <= at && !signal.aborted;
      minute += MINUTE_MS
    ) {
      // Sent together, in this order.
      const [hour] = await Promise.all([world.moveTo(minute), volunteers.countMinute()]);
      if (hour !== null) books.fullHour(hour);
    }
    if (!signal.aborted) await world.moveTo(at);
  }

  let deadlineAt = Infinity;
  async function look(): Promise<void> {
    const [deadline] = await domain.store.due(Number.MAX_SAFE_INTEGER, 1);
    deadlineAt = deadline?.dueAt ?? Infinity;
  }

  while (!signal.aborted) {
    const next = Math.min(...plans.map(({ at }) => at), deadlineAt);
    if (next === Infinity) return;
    const isStuck = next <= world.now() && plans.every((plan) => plan.at > next);
    // A deadline that stays although it was due is tried again in the next minute.
    await moveTo(isStuck ? nextMinute(world.now()) : next);
    await meetDeadlines(domain);
    const due = plans.filter((plan) => plan.at <= world.now());
    for (const plan of due) {
      plans.splice(plans.indexOf(plan), 1);
      await plan.run();
    }
    if (world.now() >= evening.closesAt) await closeLines(domain);
    await match(domain, LANGUAGES);
    await Promise.all([seekers.look(), volunteers.look(), look()]);
  }
}

const nextMinute = (at: number): number => (Math.floor(at / MINUTE_MS) + 1) * MINUTE_MS;
