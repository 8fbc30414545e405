/** Tickets: opening one, asking again, and ending it. */
import type { SeekerId } from '@terskel/server/domain/live-store';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { keysIn } from '../../helpers/dump.ts';
import { wish } from '../../helpers/fixtures.ts';
import { liveStores, refusal, still, type Live } from '../../helpers/live.ts';
import { address, done, newId, seekerId, type Volunteer } from '../../helpers/people.ts';

const openLive = liveStores();

/** Opens a ticket with a new id, as a node does. */
function open(live: Live, id = seekerId(), more = {}, queueLimit = 50) {
  return live.store.openTicket(id, address(), newId(), wish(more), queueLimit, false, live.now);
}

describe('opening a ticket', () => {
  test('[Q2] a ticket waits at the end of the queue of its language', async () => {
    const live = await openLive();
    await live.volunteer({ state: 'paused' });
    await open(live);
    const second = await open(live);
    expect(second).toMatchObject({
      ok: true,
      ticket: { state: 'waiting', language: 'no', place: 2, keepWithinMs: null },
    });
    const english = await open(live, seekerId(), { language: 'en' });
    expect(english).toMatchObject({ ticket: { place: 1, language: 'en' } });
  });

  test('[Q1] asking again returns the same ticket, even with other wishes', async () => {
    const live = await openLive();
    await live.volunteer({ state: 'paused' });
    const { id, at, ticketId } = await live.waiting({ topic: 'grief' });
    const ask = (more: object) =>
      live.other.openTicket(id, at, newId(), wish(more), 1, false, live.now);
    const again = await live.attempt(() => ask({ language: 'en', urgent: true }));
    expect(again).toMatchObject({
      answer: { ticket: { id: ticketId, language: 'no', place: 1 } },
      ...still,
    });
  });

  test.each([
    { staffed: true, node: 'a' } as const,
    { staffed: true, node: 'b' } as const,
    { staffed: false, node: 'a' } as const,
    { staffed: false, node: 'b' } as const,
  ])(
    '[Q1, I2] a session with a ticket keeps it; volunteers on duty matter only for a new ticket: %o',
    async (by) => {
      const live = await openLive();
      const volunteer = await live.volunteer({ state: 'paused' });
      const { id, ticketId } = await live.waiting();
      if (!by.staffed) await done(live.store.endShift(volunteer.id, live.now));
      const ask = (who: typeof id) =>
        live.store.openTicket(who, address(by.node), newId(), wish(), 50, false, live.now);
      expect(await live.attempt(() => ask(id))).toMatchObject({
        answer: { ok: true, ticket: { id: ticketId, place: 1 } },
        ...still,
      });
      expect(await ask(seekerId())).toMatchObject(
        by.staffed ? { ok: true, ticket: { place: 2 } } : { ok: false, code: 'intake_closed' },
      );
    },
  );

  test('[Q1] a session that asks many times at once on two nodes has one ticket', async () => {
    const live = await openLive();
    await live.volunteer({ state: 'paused' });
    const [id, at] = [seekerId(), address()];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 === 0 ? live.store : live.other).openTicket(
          id,
          at,
          newId(),
          wish(),
          50,
          false,
          live.now,
        ),
      ),
    );
    const tickets = answers.map((answer) => answer.ok && answer.ticket.id);
    expect(new Set(tickets).size).toBe(1);
    expect(await live.store.overview(live.now)).toMatchObject({ waiting: 1 });
  });

  test('[Q1] a session whose ticket is being offered keeps that ticket', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    const { id, at, ticketId } = await live.waiting();
    await live.offered(volunteer);
    const again = await live.attempt(() =>
      live.store.openTicket(id, at, newId(), wish(), 50, false, live.now),
    );
    expect(again).toMatchObject({
      answer: { ticket: { id: ticketId, state: 'offered' } },
      ...still,
    });
  });

  test('[Q1] a session in a conversation cannot open a ticket', async () => {
    const live = await openLive();
    const { seeker } = await live.talk();
    expect(await live.attempt(() => open(live, seeker.id))).toEqual(refusal('wrong_state'));
  });

  test('[Q1] an ended session cannot open a ticket while its tombstone exists', async () => {
    const live = await openLive();
    await live.volunteer({ state: 'paused' });
    const { id } = await live.waiting();
    await done(live.store.endTicket(id, 'cancelled', live.now));
    expect(await live.attempt(() => open(live, id))).toEqual(refusal('wrong_state'));
  });
});

describe('intake', () => {
  test('[I1] with nobody on duty no ticket is accepted', async () => {
    const live = await openLive();
    await live.volunteer({ state: 'off' });
    expect(await live.attempt(() => open(live))).toEqual(refusal('intake_closed'));
  });

  test('[I1] the queue limit counts all languages, but not tickets being offered', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    await live.waiting();
    await live.waiting({ language: 'en', topic: 'grief' });
    expect(await live.attempt(() => open(live, seekerId(), {}, 2))).toEqual(
      refusal('intake_closed'),
    );
    await live.offered(volunteer);
    expect(await open(live, seekerId(), {}, 2)).toMatchObject({ ok: true });
  });
});

describe('while all volunteers on duty are paused', () => {
  const isOpen = async (live: Live) => {
    const { id, at } = { id: seekerId(), at: address() };
    const { answering } = await live.store.overview(live.now);
    const asked = () => live.store.openTicket(id, at, newId(), wish(), 50, false, live.now);
    if (answering === 0) {
      expect(await live.attempt(asked)).toEqual(refusal('intake_closed'));
      return false;
    }
    await done(asked());
    await done(live.store.endTicket(id, 'cancelled', live.now));
    return true;
  };
  const pause = ({ store, now }: Live, { id }: Volunteer) =>
    done(store.setAvailability(id, 'paused', now));

  test('[I2] a short break lets newcomers in, a long one does not, until a volunteer is ready', async () => {
    const live = await openLive();
    const [volunteer, other] = [
      await live.volunteer(),
      await live.volunteer({ languages: ['pl'] }),
    ];
    await pause(live, volunteer);
    live.pass(1_000);
    await pause(live, other);
    await pause(live, other);
    live.pass(TIMES.breakMs - 1_000);
    expect(await isOpen(live)).toBe(true);
    live.pass(999);
    expect(await isOpen(live)).toBe(true);
    live.pass(1);
    expect(await isOpen(live)).toBe(false);
    await done(live.store.setAvailability(volunteer.id, 'ready', live.now));
    expect(await isOpen(live)).toBe(true);
  });

  test('[I2, O2] waiting seekers keep their place and can be taken', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    await pause(live, volunteer);
    const { id, at, ticketId } = await live.waiting();
    live.pass(TIMES.breakMs);
    expect(await isOpen(live)).toBe(false);
    const again = live.store.openTicket(id, at, newId(), wish(), 50, false, live.now);
    expect(await again).toMatchObject({ ok: true, ticket: { id: ticketId, place: 1 } });
    const { offer } = await done(live.take(volunteer));
    expect(await isOpen(live)).toBe(true);
    await done(live.store.returnOffer(offer.id, volunteer.id, live.now));
    expect(await isOpen(live)).toBe(false);
  });

  test('[I2] a volunteer in a conversation or wrapping up counts, and gets the break time afterwards', async () => {
    const live = await openLive();
    const { volunteer, seats } = await live.talk();
    await pause(live, volunteer);
    live.pass(TIMES.breakMs);
    expect(await isOpen(live)).toBe(true);
    await done(live.store.endConversation(seats.volunteer, 'volunteer', undefined, live.now));
    live.pass(TIMES.wrapUpMs - 1);
    expect(await isOpen(live)).toBe(true);
    await live.passAndMeet(1);
    live.pass(TIMES.breakMs - 1);
    expect(await isOpen(live)).toBe(true);
    live.pass(1);
    expect(await isOpen(live)).toBe(false);
  });

  test('[I2, O3] a volunteer who missed two offers no longer counts, until they accept one', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    await live.waiting();
    for (let missed = 0; missed < 2; missed += 1) {
      expect(await isOpen(live)).toBe(true);
      await live.offered(volunteer);
      await live.passAndMeet(TIMES.offerMs);
    }
    expect(await isOpen(live)).toBe(false);
    const { offer } = await done(live.take(volunteer));
    const { conversation } = await done(live.accept(volunteer, offer.id));
    const seat = {
      conversationId: conversation.id,
      seat: 'volunteer',
      participant: volunteer.id,
    } as const;
    await done(live.store.endConversation(seat, 'volunteer', undefined, live.now));
    await live.passAndMeet(TIMES.wrapUpMs);
    const { availability } = await live.store.staff(volunteer, live.now);
    expect(availability).toEqual({ state: 'paused', missed: false });
    expect(await isOpen(live)).toBe(true);
  });

  test('[I2] with a paused leader and an answering volunteer, newcomers are let in', async () => {
    const live = await openLive();
    const leader = await live.volunteer({ roles: ['volunteer', 'leader'] });
    const volunteer = await live.volunteer();
    const ask = () =>
      live.store.openTicket(seekerId(), address(), newId(), wish(), 50, true, live.now);
    await pause(live, leader);
    live.pass(TIMES.breakMs);
    await done(ask());
    await pause(live, volunteer);
    live.pass(TIMES.breakMs);
    expect(await live.attempt(ask)).toEqual(refusal('intake_closed'));
  });
});

describe('ending a ticket', () => {
  test.each(['cancelled', 'expired', 'closed'] as const)(
    '[Q2] a waiting ticket ends as %s, once, and the session remembers it',
    async (reason) => {
      const live = await openLive();
      await live.volunteer({ state: 'paused' });
      const { id, ticketId } = await live.waiting();
      await live.told();
      await done(live.store.endTicket(id, reason, live.now));
      expect(await live.told(id)).toMatchObject([
        { node: 'a', event: 'ticket:ended', payload: { ticketId, reason } },
      ]);
      expect(await live.store.seeker(id, live.now)).toEqual({ kind: 'ticket_ended', reason });
      expect(await live.attempt(() => live.other.endTicket(id, reason, live.now))).toEqual(
        refusal('wrong_state'),
      );
    },
  );

  test('[U3] an exit leaves nothing behind; other tabs are told that the ticket was cancelled', async () => {
    const live = await openLive();
    await live.volunteer({ state: 'paused' });
    const before = keysIn(await live.dump());
    const { id } = await live.waiting();
    await live.told();
    await done(live.store.endTicket(id, 'exit', live.now));
    expect(await live.told(id)).toMatchObject([
      { event: 'ticket:ended', payload: { reason: 'cancelled' } },
    ]);
    expect(await live.store.seeker(id, live.now)).toEqual({ kind: 'idle' });
    // Counts, which name nobody.
    const after = [...before, 'line', 'counts', 'said'].toSorted();
    expect(keysIn(await live.dump())).toEqual(after);
    expect(await open(live, id)).toMatchObject({ ok: true });
  });

  test('[O2] ending an offered ticket withdraws the offer and frees the volunteer', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer({ node: 'b' });
    const { id } = await live.waiting();
    const offer = await live.offered(volunteer);
    await live.told();
    await done(live.store.endTicket(id, 'cancelled', live.now));
    expect(await live.told(volunteer.id)).toMatchObject([
      {
        node: 'b',
        event: 'offer:expired',
        payload: { offerId: offer.id, reason: 'withdrawn' },
      },
    ]);
    const next = await live.waiting();
    expect(await live.offered(volunteer)).toBeTruthy();
    expect(await live.store.seeker(next.id, live.now)).toMatchObject({
      ticket: { state: 'offered' },
    });
  });

  test('[Q2] a session without a live ticket cannot end or keep one', async () => {
    const live = await openLive();
    const talk = await live.talk();
    for (const id of [seekerId(), talk.seeker.id]) {
      expect(await live.attempt(() => live.store.endTicket(id, 'cancelled', live.now))).toEqual(
        refusal('wrong_state'),
      );
      expect(await live.attempt(() => live.store.keepTicket(id, live.now))).toEqual(
        refusal('wrong_state'),
      );
      expect(await live.attempt(() => live.store.seekerClosing(id, live.now))).toEqual(
        refusal('wrong_state'),
      );
    }
  });
});

describe('[R6] live tickets of an address prefix', () => {
  const limits = { prefix: 'p'.repeat(43), livePerPrefix: 2, urgentLimit: 60 };
  const openOf = (live: Live, more = {}, queueLimit = 50, id = seekerId()) => {
    const place = [address(), newId(), wish(more), queueLimit, false, live.now] as const;
    return live.store.openTicket(id, ...place, limits).then((answer) => ({ id, answer }));
  };
  const count = (live: Live) => live.other.liveTickets(limits.prefix);

  test('[R6] have a limit over all nodes; a session that has one gets it again', async () => {
    const live = await openLive();
    await live.volunteer({ state: 'paused' });
    const { id, answer } = await openOf(live);
    await openOf(live);
    expect((await openOf(live)).answer).toMatchObject({ code: 'rate_limited' });
    expect((await openOf(live, {}, 50, id)).answer).toEqual(answer);
    expect(await count(live)).toBe(2);
  });

  test.each([
    ['cancelled', (live: Live, id: SeekerId) => live.store.endTicket(id, 'cancelled', live.now)],
    ['left', (live: Live, id: SeekerId) => live.store.endTicket(id, 'exit', live.now)],
    ['closed', (live: Live, id: SeekerId) => live.other.endTicket(id, 'closed', live.now)],
  ] as const)('[R6] a ticket that is %s makes room', async (_how, end) => {
    const live = await openLive();
    await live.volunteer({ state: 'paused' });
    const { id } = await openOf(live);
    await openOf(live);
    await end(live, id);
    expect(await count(live)).toBe(1);
    expect((await openOf(live)).answer).toMatchObject({ ok: true });
  });

  test('[R6, A2] a matched ticket makes room, and neither its conversation nor its resume ticket contains the prefix', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    const { id } = await openOf(live);
    const before = await live.store.seekerRecord(id);
    expect(JSON.stringify(before)).not.toContain(limits.prefix);
    const offer = await live.offered(volunteer);
    expect(await count(live)).toBe(1);
    await done(live.accept(volunteer, offer.id));
    expect(await count(live)).toBe(0);
    expect(JSON.stringify(await live.dump())).not.toContain(limits.prefix);
  });

  test('[R6] a full queue has extra places for urgent tickets, limited per prefix', async () => {
    const live = await openLive();
    await live.volunteer({ state: 'paused' });
    await open(live);
    expect((await openOf(live, {}, 1)).answer).toMatchObject({ code: 'intake_closed' });
    for (let places = 0; places < 2; places += 1)
      expect((await openOf(live, { urgent: true }, 1)).answer).toMatchObject({ ok: true });
    expect((await openOf(live, { urgent: true }, 1)).answer).toMatchObject({
      code: 'intake_closed',
    });
    // Another prefix still gets in.
    const other = { ...limits, prefix: 'q'.repeat(43) };
    const place = [address(), newId(), wish({ urgent: true }), 1, false, live.now] as const;
    expect(await live.store.openTicket(seekerId(), ...place, other)).toMatchObject({ ok: true });
  });
});
