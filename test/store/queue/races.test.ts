/**
 * Competing operations on two nodes at once: one wins, the others get a clear error code, and the store stays
 * consistent.
 */
import type { LiveStore } from '@terskel/server/domain/live-store';
import { match } from '@terskel/server/domain/offers';
import type { Outcome } from '@terskel/server/domain/ports';
import { TIMES } from '@terskel/shared/limits';
import type { Offer } from '@terskel/shared/models';
import { describe, expect, test } from 'vitest';
import { keys } from '../../helpers/fixtures.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { newId, type Seeker, type Volunteer } from '../../helpers/people.ts';

const openLive = liveStores();

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations(items.toSpliced(i, 1)).map((rest) => [item].concat(rest)),
  );
}
/** A seeded random generator, so that a failing run can be repeated. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
/** How many of these seekers are in a conversation, waiting, and being offered. */
async function placesOf(live: Live, seekers: readonly Seeker[]) {
  const counts = { talking: 0, waiting: 0, offered: 0 };
  for (const { id } of seekers) {
    const session = await live.store.seeker(id, live.now);
    if (session.kind === 'conversation') counts.talking += 1;
    if (session.kind === 'ticket') counts[session.ticket.state] += 1;
  }
  return counts;
}
/** The open offers of these volunteers. */
async function offersOf(live: Live, volunteers: readonly Volunteer[]): Promise<Offer[]> {
  const offers = await Promise.all(volunteers.map((volunteer) => live.offerOf(volunteer)));
  return offers.filter((offer) => offer !== null);
}

describe('an offer', () => {
  type Answer = 'accept' | 'decline' | 'expire' | 'leave';
  const answers: readonly Answer[] = ['accept', 'decline', 'expire', 'leave'];

  test.each(permutations(answers).map((order) => [order.join(', '), order] as const))(
    '[O2] answered at once by %s: one answer counts',
    async (_name, order) => {
      const live = await openLive();
      const volunteer = await live.volunteer();
      const seeker = await live.waiting();
      const { id: offer } = await live.offered(volunteer);
      const dueAt = live.now + TIMES.offerMs;
      const { encapsulation, confirmation } = keys();
      const ask: Record<Answer, (store: LiveStore) => Promise<Outcome<object>>> = {
        // The clock of the accepting node is slightly behind that of the node that expires the offer.
        accept: (store) =>
          store.acceptOffer(volunteer.id, offer, encapsulation, confirmation, dueAt - 1),
        decline: (store) => store.returnOffer(offer, volunteer.id, dueAt),
        expire: (store) => store.returnOffer(offer, null, dueAt),
        leave: (store) => store.endTicket(seeker.id, 'cancelled', dueAt),
      };
      const got = await Promise.all(
        order.map((answer, i) => ask[answer](i % 2 === 0 ? live.store : live.other)),
      );
      const won = order.filter((_, i) => got[i]?.ok);
      const aboutOffer = won.filter((answer) => answer !== 'leave');
      // After a leave there is no offer left to answer; a ticket that returned to the queue can still leave.
      expect(aboutOffer.length).toBeLessThanOrEqual(1);
      expect(won.includes('leave')).toBe(!won.includes('accept'));
      const lost = got.flatMap((answer) => (answer.ok ? [] : [answer.code]));
      expect([...new Set(lost)].toSorted()).toEqual(
        won.includes('accept') ? ['offer_gone', 'wrong_state'] : ['offer_gone'],
      );
      const { kind } = await live.store.seeker(seeker.id, live.now);
      expect(kind).toBe(won.includes('accept') ? 'conversation' : 'ticket_ended');
    },
  );

  test('[O2] accepted many times at once becomes one conversation', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer({ capacity: 3 });
    await live.waiting();
    const { id } = await live.offered(volunteer);
    const got = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        live.accept(volunteer, id, i % 2 === 0 ? live.store : live.other),
      ),
    );
    expect(got.every(({ ok }) => ok)).toBe(true);
    expect(new Set(got.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('[Q2] two volunteers who take the next one at once never get the same ticket', async () => {
    const live = await openLive();
    const volunteers = [
      await live.volunteer({ state: 'paused' }),
      await live.volunteer({ state: 'paused' }),
    ];
    const seekers = [await live.waiting()];
    const [first, second] = await Promise.all(
      volunteers.map((volunteer, i) => live.take(volunteer, i === 0 ? live.store : live.other)),
    );
    expect(first?.ok).not.toBe(second?.ok);
    seekers.push(await live.waiting(), await live.waiting());
    const more = await Promise.all(
      volunteers.map((volunteer, i) => live.take(volunteer, i === 0 ? live.store : live.other)),
    );
    const offered = more.map((got) => got.ok && got.offer.publicKey);
    expect(new Set(offered).size).toBe(2);
    expect(await placesOf(live, seekers)).toEqual({ talking: 0, waiting: 1, offered: 2 });
  });
});

describe('many at once on two nodes', () => {
  /** All arrive in random order; then offers are matched and accepted until nothing changes. */
  async function rush(live: Live, seed: number, counts: { seekers: number; volunteers: number }) {
    const random = chance(seed);
    const nodes = [live.domain, live.otherDomain];
    const node = () => (random() < 0.5 ? 'a' : 'b');
    await live.volunteer({ state: 'paused', languages: ['ar'] });
    const seekers: Seeker[] = [];
    const volunteers: Volunteer[] = [];
    const arrivals = shuffled(
      [
        ...Array.from({ length: counts.seekers }, () => async () => {
          // None is urgent: a volunteer with an urgent conversation is offered nobody more (rule O8).
          seekers.push(await live.waiting({ node: node() }));
        }),
        ...Array.from({ length: counts.volunteers }, () => async () => {
          volunteers.push(
            await live.volunteer({ node: node(), capacity: 1 + Math.floor(random() * 3) }),
          );
        }),
      ],
      random,
    );
    const matching = () => Promise.all(nodes.map((d) => match(d, ['no', 'en'])));
    await Promise.all(
      arrivals.map(async (arrive) => {
        const early = random() < 0.3;
        await arrive();
        if (early) await matching();
      }),
    );
    for (let accepted = -1; accepted !== 0;) {
      await matching();
      const got = await Promise.all(
        volunteers.map(async (volunteer) => {
          const offer = await live.offerOf(volunteer);
          const by = random() < 0.5 ? live.store : live.other;
          return offer !== null && (await live.accept(volunteer, offer.id, by)).ok;
        }),
      );
      accepted = got.filter(Boolean).length;
    }
    const capacity = volunteers.reduce((sum, volunteer) => sum + volunteer.capacity, 0);
    return { seekers, capacity };
  }

  test.each([
    [1, 40, 10],
    [2, 12, 30],
    [3, 40, 22],
    [4, 1, 1],
  ])(
    '[Q9] run %i: of %i seekers and %i volunteers as many as possible get a conversation',
    async (seed, seekerCount, volunteerCount) => {
      const live = await openLive();
      const counts = { seekers: seekerCount, volunteers: volunteerCount };
      const { seekers, capacity } = await rush(live, seed, counts);
      const talking = Math.min(seekerCount, capacity);
      expect(await placesOf(live, seekers)).toEqual({
        ...{ talking, waiting: seekerCount - talking, offered: 0 },
      });
      expect(await live.store.overview(live.now)).toMatchObject({ conversations: talking });
    },
  );

  test('[Q9] with takes and matching mixed, no ticket is offered twice and no volunteer exceeds the capacity', async () => {
    const live = await openLive();
    const volunteers = await Promise.all(Array.from({ length: 12 }, () => live.volunteer()));
    const seekers = await Promise.all(Array.from({ length: 8 }, () => live.waiting()));
    const random = chance(5);
    const asks = shuffled(
      [
        ...volunteers.map((volunteer) => () => live.take(volunteer, live.store)),
        ...volunteers.map((volunteer) => () => live.take(volunteer, live.other)),
        ...seekers.map(() => () => live.other.matchOffer('no', newId(), newId(), live.now)),
      ],
      random,
    );
    await Promise.all(asks.map((ask) => ask()));
    expect(await placesOf(live, seekers)).toEqual({ talking: 0, waiting: 0, offered: 8 });
    const offers = await offersOf(live, volunteers);
    expect(new Set(offers.map(({ publicKey }) => publicKey)).size).toBe(8);
  });

  test('[O7] going off duty while offers are made leaves no offer without a volunteer', async () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const live = await openLive();
      const random = chance(seed);
      const volunteers = await Promise.all(Array.from({ length: 4 }, () => live.volunteer()));
      const seekers = await Promise.all(Array.from({ length: 4 }, () => live.waiting()));
      const asks = shuffled(
        volunteers.flatMap(({ id, at }) => [
          () => live.other.endShift(id, live.now),
          () => live.store.matchOffer('no', newId(), newId(), live.now),
          () => live.store.disconnectStaff(id, at, live.now),
        ]),
        random,
      );
      await Promise.all(asks.map((ask) => ask()));
      const offers = await offersOf(live, volunteers);
      expect(await placesOf(live, seekers)).toMatchObject({ offered: offers.length });
    }
  });
});
