/** Queue order: the longest waiting ticket that a volunteer can take comes first, and a place is never lost. */
import { TIMES } from '@terskel/shared/limits';
import type { OfferId } from '@terskel/shared/ids';
import { describe, expect, test } from 'vitest';
import { publicKey } from '../../helpers/fixtures.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { done, newId, type Seeker, type Volunteer } from '../../helpers/people.ts';

const openLive = liveStores();

/** The tickets of a language, the next one first. */
async function line(live: Live): Promise<string[]> {
  return (await live.store.line('no', live.now)).map(({ id }) => id);
}

/** Takes the next ticket until none is left; each taken ticket then ends. Returns their indexes in `among`. */
async function turns(
  live: Live,
  volunteer: Volunteer,
  among: readonly Seeker[],
): Promise<number[]> {
  const order: number[] = [];
  for (;;) {
    const got = await live.take(volunteer);
    if (!got.ok) return order;
    const turn = among.findIndex(({ publicKey: key }) => key === got.offer.publicKey);
    order.push(turn);
    for (const { id } of among.slice(turn, turn + 1)) {
      await done(live.store.endTicket(id, 'cancelled', live.now));
    }
  }
}

describe('first come, first served', () => {
  test('[Q3] among the languages of the volunteer', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer({ state: 'paused', languages: ['en', 'no'] });
    const seekers: Seeker[] = [];
    for (const language of ['no', 'uk', 'en', 'no', 'en'] as const) {
      live.pass(1);
      seekers.push(await live.waiting({ language }));
    }
    expect(await turns(live, volunteer, seekers)).toEqual([0, 2, 3, 4]);
  });

  test('[Q3] topics count only for a volunteer who keeps to some; a ticket without a topic suits every volunteer', async () => {
    const live = await openLive();
    const choosy = await live.volunteer({ state: 'paused', topics: ['grief', 'anxiety'] });
    const open = await live.volunteer({ state: 'paused' });
    const seekers: Seeker[] = [];
    for (const topic of ['loneliness', undefined, 'grief', 'other', 'anxiety'] as const) {
      seekers.push(await live.waiting({ topic }));
    }
    expect(await turns(live, choosy, seekers)).toEqual([1, 2, 4]);
    expect(await turns(live, open, seekers)).toEqual([0, 3]);
  });

  test('[Q3] also within one millisecond, and on a node whose clock is behind', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer({ state: 'paused' });
    const seekers: Seeker[] = [];
    for (const ms of [0, 0, -5_000, 0, 2_000, -1]) {
      live.pass(ms);
      seekers.push(await live.waiting());
    }
    expect(await line(live)).toEqual(seekers.map(({ ticketId }) => ticketId));
    expect(await turns(live, volunteer, seekers)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('[Q3] urgent tickets come before others, in their own order', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer({ state: 'paused' });
    const seekers: Seeker[] = [];
    for (const urgent of [false, true, false, true]) seekers.push(await live.waiting({ urgent }));
    expect(await turns(live, volunteer, seekers)).toEqual([1, 3, 0, 2]);
  });

  test('[Q3] the volunteer who has been idle longest gets the offer first', async () => {
    const live = await openLive();
    const early = await live.volunteer();
    live.pass(1_000);
    const late = await live.volunteer();
    live.pass(1_000);
    await done(live.store.setAvailability(early.id, 'paused', live.now));
    await done(live.store.setAvailability(early.id, 'ready', live.now));
    await live.waiting();
    expect(await live.offered(late)).toBeTruthy();
    await live.waiting();
    expect(await live.offered(early)).toBeTruthy();
  });

  test('[Q3] a volunteer who misses an offer comes after the others', async () => {
    const live = await openLive();
    const early = await live.volunteer();
    live.pass(1_000);
    const late = await live.volunteer();
    await live.waiting();
    expect(await live.offered(early)).toBeTruthy();
    await live.passAndMeet(TIMES.offerMs);
    expect(await live.offerOf(early)).toBeNull();
    expect(await live.offerOf(late)).not.toBeNull();
  });

  test('[O2] matching makes one offer to each ready volunteer, and none to anyone else', async () => {
    const live = await openLive();
    const ready = await live.volunteer();
    const others = [
      await live.volunteer({ state: 'paused' }),
      await live.volunteer({ state: 'off' }),
      await live.volunteer({ languages: ['uk'] }),
    ];
    for (let i = 0; i < 3; i += 1) await live.waiting();
    await live.match();
    expect(await live.offerOf(ready)).not.toBeNull();
    for (const other of others) expect(await live.offerOf(other)).toBeNull();
    expect(await line(live)).toHaveLength(2);
    const more = () => live.other.matchOffer('no', newId(), newId(), live.now);
    expect((await live.attempt(more)).answer).toEqual({ ok: false, code: 'queue_empty' });
  });
});

describe('a place is kept', () => {
  const ways = {
    declined: (live: Live, volunteer: Volunteer, offer: OfferId) =>
      live.store.returnOffer(offer, volunteer.id, live.now),
    missed(live: Live, _volunteer: Volunteer, offer: OfferId) {
      live.pass(TIMES.offerMs);
      return live.store.returnOffer(offer, null, live.now);
    },
  };

  test.each(['declined', 'missed'] as const)(
    '[Q4] a ticket whose offer was %s returns to its place, ahead of newcomers',
    async (way) => {
      const live = await openLive();
      await live.volunteer({ state: 'paused' });
      const seekers: Seeker[] = [];
      for (const urgent of [false, true, false, false]) {
        seekers.push(await live.waiting({ urgent }));
      }
      for (let round = 0; round < 3; round += 1) {
        const before = await line(live);
        const volunteer = await live.volunteer({ state: 'paused' });
        const { offer } = await done(live.take(volunteer));
        expect(await line(live)).toEqual(before.slice(1));
        const { ticketId } = await live.waiting();
        const { publicKey: own } = offer;
        const of = seekers.find((seeker) => seeker.publicKey === own);
        expect(await ways[way](live, volunteer, offer.id)).toEqual({
          ...{ ok: true, language: 'no', seeker: of?.id, publicKey: own },
        });
        expect(await line(live)).toEqual([...before, ticketId]);
      }
    },
  );

  test.each([true, false])(
    '[Q4] a ticket requeued after a lost volunteer keeps the original place (urgent: %s)',
    async (urgent) => {
      const live = await openLive();
      const { id, seeker, volunteer } = await live.talk({ urgent });
      const [behind, danger] = [await live.waiting(), await live.waiting({ urgent: true })];
      await live.store.disconnectStaff(volunteer.id, volunteer.at, live.now);
      live.pass(TIMES.volunteerLostChoiceMs);
      const { ticket } = await done(
        live.store.requeue(id, seeker.id, 'volunteer_lost', newId(), publicKey(), live.now),
      );
      expect(ticket.id).not.toBe(seeker.ticketId);
      const expected = urgent
        ? [ticket.id, danger.ticketId, behind.ticketId]
        : [danger.ticketId, ticket.id, behind.ticketId];
      expect(await line(live)).toEqual(expected);
      expect(ticket).toMatchObject({ place: expected.indexOf(ticket.id) + 1 });
    },
  );
});
