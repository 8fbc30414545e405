/** Asks of one store from two nodes at once, in random order, about a few conversations and leaders. */
import { randomInt } from 'node:crypto';
import type { LiveStore, SeatHolder } from '@terskel/server/domain/live-store';
import { randomOf, type Random } from '../fuzz/random.ts';
import type { Live } from './live.ts';
import { newId, type Talk, type Volunteer } from './people.ts';

const [ROUNDS, AT_ONCE, LEADERS] = [30, 8, 3];
/** Two fixed seeds, and another one each time. */
export const SEEDS = [1, 2, randomInt(1_000, 2 ** 31)];
/** The number of conversations in each round. */
export const TALKS = 3;

export interface Stage {
  readonly live: Live;
  readonly random: Random;
  readonly talk: Talk;
  readonly leader: Volunteer;
  readonly store: LiveStore;
}
export type Ask = (stage: Stage) => Promise<unknown>;

/** Each of them as often as its number says. */
export const often = (asks: readonly (readonly [number, Ask])[]): readonly Ask[] =>
  asks.flatMap(([count, ask]) => Array.from({ length: count }, () => ask));

/** The conversation as its volunteer sees it, perhaps a moment ago. */
export async function shown({ live, talk: { id, volunteer } }: Pick<Stage, 'live' | 'talk'>) {
  const { conversations } = await live.store.staff(volunteer, live.now);
  return conversations.find((each) => each.id === id);
}

/** The seeker exits from wherever the last round led. */
export async function leave({ store, now }: Live, { seeker: { id } }: Talk): Promise<void> {
  const session = await store.seeker(id, now);
  if (session.kind === 'ticket') await store.endTicket(id, 'exit', now);
  if (session.kind !== 'conversation') return;
  const seat = { conversationId: session.conversation.id, seat: 'seeker', participant: id };
  await store.endConversation(seat as SeatHolder, 'exit', undefined, now);
}

interface Races {
  readonly asks: readonly Ask[];
  /** Those that end the conversation, which are rare. */
  readonly ends: readonly Ask[];
  /** Makes the conversations of a round from those of the last one. */
  readonly begin: (
    live: Live,
    random: Random,
    leaders: readonly Volunteer[],
    before: readonly Talk[],
  ) => Promise<readonly Talk[]>;
  /** Something rarer that happens after a round. */
  readonly disturb?: (
    live: Live,
    random: Random,
    leaders: readonly Volunteer[],
    talks: readonly Talk[],
  ) => Promise<void>;
  /** What is wrong in the store after a round; it is consistent. */
  readonly check: (
    live: Live,
    leaders: readonly Volunteer[],
    talks: readonly Talk[],
  ) => Promise<readonly string[]>;
}

/** Runs the rounds of one seed, until something is wrong. Returns that. */
export async function faultsOfRaces(
  live: Live,
  seed: number,
  races: Races,
): Promise<readonly string[]> {
  const random = randomOf(seed);
  await live.store.beat('a', newId(), live.now, null);
  const leaders: Volunteer[] = [];
  for (let each = 0; each < LEADERS; each += 1)
    leaders.push(
      await live.volunteer({ roles: ['leader'], state: 'paused', node: random.pick(['a', 'b']) }),
    );
  let talks: readonly Talk[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    talks = await races.begin(live, random, leaders, talks);
    const asks = Array.from({ length: AT_ONCE }, async () => {
      const ask = random.pick(random.chance(12) ? races.ends : races.asks);
      // Two of three asks are about the same two people, so that more of them meet.
      const talk = random.pick([...talks, ...talks.slice(0, 1), ...talks.slice(0, 1)]);
      const leader = leaders[random.chance(3) ? random.below(LEADERS) : 0] as Volunteer;
      const store = random.pick([live.store, live.other]);
      await ask({ live, random, talk, leader, store });
    });
    await Promise.all(asks);
    await races.disturb?.(live, random, leaders, talks);
    if (random.chance(6)) await live.passAndMeet(random.pick([1_000, 30_000, 125_000]));
    await live.expectConsistent();
    const faults = await races.check(live, leaders, talks);
    if (faults.length > 0) return faults;
  }
  return [];
}
