/** A few seekers and volunteers who do anything at any time, whether it is allowed or not. */
import { meetDeadlines } from '@terskel/server/domain/deadlines';
import type { Seat, SeekerId } from '@terskel/server/domain/live-store';
import type { Outcome } from '@terskel/server/domain/ports';
import { TIMES } from '@terskel/shared/limits';
import fc from 'fast-check';
import { confirmation, publicKey, wish } from './fixtures.ts';
import type { Live } from './live.ts';
import { address, newId, seekerId, staffId, words, type Volunteer } from './people.ts';

/** One thing that somebody does. What does not make sense for them is refused, or does nothing. */
export interface Step {
  readonly name: StepName;
  /** Which seeker or volunteer. */
  readonly who: number;
  /** Chooses among what can be chosen. */
  readonly choice: number;
  /** Which node does it. */
  readonly other: boolean;
}

const SEEKERS = 5;
/** Mostly little; now and then as long as something takes. */
const PASS_MS: readonly number[] = [
  ...[1, 1, 1_000, 1_000, 5_000, TIMES.closingTabMs, TIMES.offerMs, TIMES.offerMs],
  ...[TIMES.volunteerLostChoiceMs, TIMES.placeKeptMs, TIMES.wrapUpMs, TIMES.tombstoneMs],
];
/** Capacities, languages and topics that differ, so that not everybody suits everybody. */
const PROFILES: readonly Pick<Volunteer, 'capacity' | 'languages' | 'topics'>[] = [
  { capacity: 1, languages: ['no'], topics: [] },
  { capacity: 2, languages: ['no', 'en'], topics: ['grief'] },
  { capacity: 3, languages: ['en', 'no'], topics: [] },
];

export function openWorld(live: Live) {
  const seekers = Array.from({ length: SEEKERS }, () => ({ id: seekerId(), at: address() }));
  const volunteers = PROFILES.map((profile): Volunteer => {
    const { capacity, languages, topics } = profile;
    const member = { id: staffId(), alias: 'Kari', roles: ['volunteer' as const], trained: true };
    return Object.assign(member, { capacity, languages, topics, at: address() });
  });
  const store = ({ other }: Step) => (other ? live.other : live.store);
  const pick = <T>(items: readonly T[], index: number) => items[index % items.length] as T;
  const seeker = ({ who }: Step) => pick(seekers, who);
  const volunteer = ({ who }: Step) => pick(volunteers, who);
  const node = ({ other }: Step) => (other ? 'b' : 'a');

  /** The first, from `who` on, of whom something is found. */
  async function first<P, T>(
    people: readonly P[],
    { who }: Step,
    find: (person: P) => Promise<T | null>,
  ): Promise<T | null> {
    for (let i = 0; i < people.length; i += 1) {
      const found = await find(pick(people, who + i));
      if (found !== null) return found;
    }
    return null;
  }
  const seatOfSeeker = (step: Step) =>
    first(seekers, step, async ({ id }): Promise<Seat | null> => {
      const session = await live.store.seeker(id, live.now);
      if (session.kind !== 'conversation') return null;
      return { conversationId: session.conversation.id, side: 'seeker', participant: id };
    });
  const seatOfVolunteer = (step: Step) =>
    first(volunteers, step, async (member): Promise<Seat | null> => {
      const { conversations } = await live.store.staff(member, live.now);
      if (conversations.length === 0) return null;
      const { id } = pick(conversations, step.choice);
      return { conversationId: id, side: 'volunteer', participant: member.id };
    });
  const offerOfAny = (step: Step) =>
    first(volunteers, step, async (member) => {
      const offer = await live.offerOf(member);
      return offer && { member, id: offer.id };
    });
  /** With what is found, if anything is. */
  const having =
    <T>(
      find: (step: Step) => Promise<T | null>,
      act: (found: T, step: Step) => Promise<Outcome<object>>,
    ) =>
    async (step: Step) => {
      const found = await find(step);
      return found === null ? null : act(found, step);
    };
  const say = (seat: Seat, step: Step) => store(step).sendMessage(seat, words(), live.now);

  const actions = {
    /** A page is opened, or comes back. */
    seekerComes(step: Step) {
      const one = seeker(step);
      one.at = address(node(step));
      return store(step).connectSeeker(one.id, one.at, live.now);
    },
    seekerGoes: (step: Step) =>
      store(step).disconnectSeeker(seeker(step).id, seeker(step).at.connection, live.now),
    /** A page says again that it is there: the one that is, or another. */
    async seekerLingers(step: Step) {
      const one = seeker(step);
      const at = step.choice % 2 === 0 ? one.at : address(node(step));
      const session = await store(step).confirmSeeker(one.id, at, live.now);
      if (session !== null) one.at = at;
    },
    seekerCloses: (step: Step) => store(step).seekerClosing(seeker(step).id, live.now),
    /** A ticket is asked for, by a new tab if the one there was is over. */
    async opens(step: Step) {
      const one = seeker(step);
      const { kind } = await live.store.seeker(one.id, live.now);
      if (kind.endsWith('ended')) Object.assign(one, { id: seekerId(), at: address(node(step)) });
      await live.store.connectSeeker(one.id, one.at, live.now);
      const request = wish({
        language: pick(['no', 'no', 'en'], step.choice),
        topic: pick([undefined, 'grief', 'other'], Math.floor(step.choice / 3)),
        urgent: step.choice % 5 === 0,
      });
      return store(step).openTicket(one.id, one.at, newId(), request, 4, live.now);
    },
    keeps: (step: Step) => store(step).keepTicket(seeker(step).id, live.now),
    cancels: (step: Step) =>
      store(step).endTicket(
        seeker(step).id,
        pick(['cancelled', 'exit', 'closed'] as const, step.choice),
        live.now,
      ),
    seekerSays: having(seatOfSeeker, say),
    seekerReceives: having(seatOfSeeker, (seat, step) => store(step).receiveMessages(seat, 1)),
    seekerConfirms: having(seatOfSeeker, (seat, step) =>
      store(step).confirmKeys(seat.conversationId, seat.participant as SeekerId, confirmation()),
    ),
    seekerEnds: having(seatOfSeeker, (seat, step) => {
      const reason = pick(['seeker', 'exit', 'keys_differ'] as const, step.choice);
      return store(step).endConversation(seat, reason, undefined, live.now);
    }),
    requeues: having(seatOfSeeker, ({ conversationId, participant }, step) => {
      const reason = pick(['volunteer_lost', 'keys_differ'] as const, step.choice);
      const args = [reason, newId(), publicKey(), live.now] as const;
      return store(step).requeue(conversationId, participant as SeekerId, ...args);
    }),

    staffComes(step: Step) {
      const one = Object.assign(volunteer(step), { at: address(node(step)) });
      return store(step).connectStaff(one, one.at, live.now);
    },
    staffGoes: (step: Step) =>
      store(step).disconnectStaff(volunteer(step).id, volunteer(step).at.connection, live.now),
    async onDuty(step: Step) {
      const member = volunteer(step);
      await live.store.connectStaff(member, member.at, live.now);
      await store(step).startShift(member.id, live.now);
      return store(step).setAvailability(member.id, 'ready', live.now);
    },
    pauses: (step: Step) => store(step).setAvailability(volunteer(step).id, 'paused', live.now),
    offDuty: (step: Step) => store(step).endShift(volunteer(step).id, live.now),
    takes: (step: Step) => live.take(volunteer(step), store(step)),
    accepts: having(offerOfAny, ({ member, id }, step) => live.accept(member, id, store(step))),
    declines: having(offerOfAny, ({ member, id }, step) =>
      store(step).returnOffer(id, member.id, live.now),
    ),
    staffSays: having(seatOfVolunteer, say),
    staffReceives: having(seatOfVolunteer, (seat, step) => store(step).receiveMessages(seat, 1)),
    staffCloses: having(seatOfVolunteer, (seat, step) =>
      store(step).endConversation(seat, 'volunteer', words(), live.now),
    ),

    match: () => live.match(),
    async passes({ choice, other }: Step) {
      live.pass(pick(PASS_MS, choice));
      await meetDeadlines(other ? live.otherDomain : live.domain);
    },
    /** One node stops beating; the other clears up after it. */
    async nodeDies(step: Step) {
      await live.die(step.other ? 'a' : 'b', step.other ? 'b' : 'a');
    },
  } satisfies Record<string, (step: Step) => Promise<unknown>>;

  return {
    do: (step: Step): Promise<unknown> => actions[step.name](step),
    /** Everybody goes, and time passes until it asks for nothing more. */
    async empties(): Promise<void> {
      for (const { id, at } of seekers) {
        await live.store.disconnectSeeker(id, at.connection, live.now);
      }
      for (const { id, at } of volunteers) {
        await live.store.disconnectStaff(id, at.connection, live.now);
      }
      for (;;) {
        const [next] = await live.redis.zRangeWithScores(live.keys.deadlines, 0, 0);
        if (!next) return;
        live.pass(Math.max(0, next.score - live.now));
        await meetDeadlines(live.domain);
      }
    },
  };
}
type StepName = keyof typeof STEPS;
/** How often each is done, compared with the others. */
const STEPS = {
  ...{
    seekerComes: 2,
    seekerGoes: 2,
    seekerLingers: 1,
    seekerCloses: 1,
    opens: 8,
    keeps: 1,
    cancels: 1,
  },
  ...{ seekerSays: 2, seekerReceives: 1, seekerConfirms: 1, seekerEnds: 1, requeues: 3 },
  ...{ staffComes: 2, staffGoes: 2, onDuty: 6, pauses: 1, offDuty: 1, takes: 1, accepts: 6 },
  ...{ declines: 2, staffSays: 2, staffReceives: 1, staffCloses: 1 },
  ...{ match: 5, passes: 5, nodeDies: 1 },
} as const;

/** Everybody goes on duty; then so many steps, or down to half as many, of anybody. */
export function stepsOfAll(atMost: number): fc.Arbitrary<Step[]> {
  const names = Object.entries(STEPS).flatMap(([name, weight]) =>
    Array.from({ length: weight }, () => name as StepName),
  );
  const step: fc.Arbitrary<Step> = fc.record({
    name: fc.constantFrom(...names),
    ...{ who: fc.nat(30), choice: fc.nat(30), other: fc.boolean() },
  });
  const begin = PROFILES.map((_, who): Step => ({ name: 'onDuty', who, choice: 0, other: false }));
  return fc
    .array(step, { minLength: atMost / 2, maxLength: atMost, size: 'max' })
    .map((steps) => begin.concat(steps));
}
