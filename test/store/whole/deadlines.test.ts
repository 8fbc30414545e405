/** Deadlines: handled in order, once, by any node, and harmless when late or no longer needed. */
import { meetDeadlines } from '@terskel/server/domain/deadlines';
import { DEFAULT_SETTINGS } from '@terskel/server/domain/ports';
import { closeLines } from '@terskel/server/domain/tickets';
import { LANGUAGES } from '@terskel/shared/choices';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { liveStores, refusal, type Live } from '../../helpers/live.ts';
import { done, type Seeker } from '../../helpers/people.ts';

const openLive = liveStores();

/** A paused volunteer on duty, and a waiting seeker. */
async function waiting(live: Live): Promise<Seeker> {
  await live.volunteer({ state: 'paused' });
  return live.waiting();
}
const ticket = async (live: Live, { id }: Seeker) => {
  const session = await live.store.seeker(id, live.now);
  return session.kind === 'ticket' ? session.ticket : session;
};
/** Creates timers of `count` tickets that no script can read. */
async function breakTickets(live: Live, count: number) {
  const keys = Array.from({ length: count }, (_, i) => `${live.keys.root}:ticket:broken${i}`);
  const timers = keys.map((_, i) => ({ score: live.now - 1, value: `ask broken${i}` }));
  await Promise.all(keys.map((key) => live.redis.set(key, 'no hash')));
  await live.redis.zAdd(live.keys.deadlines, timers);
  const mend = () => live.redis.del(keys);
  return {
    mend,
    async remove(): Promise<void> {
      await mend();
      await live.redis.zRem(
        live.keys.deadlines,
        timers.map(({ value }) => value),
      );
    },
  };
}
const expired = { kind: 'ticket_ended', reason: 'expired' };

describe('“still waiting?”', () => {
  test('[Q7] is asked after ten minutes; without an answer within two the ticket expires', async () => {
    const live = await openLive();
    const seeker = await waiting(live);
    const ask = () => live.store.askWaiting(seeker.ticketId, live.now);
    live.pass(TIMES.stillWaitingAskMs - 1);
    expect(await live.attempt(ask)).toEqual(refusal('wrong_state'));
    await live.told();
    await live.passAndMeet(1);
    const asked = { state: 'waiting', place: 1, keepWithinMs: TIMES.stillWaitingAnswerMs };
    expect(await live.told()).toMatchObject([{ event: 'ticket:updated', payload: asked }]);
    await live.passAndMeet(TIMES.stillWaitingAnswerMs - 1);
    expect(await ticket(live, seeker)).toMatchObject({ ...asked, keepWithinMs: 1 });
    expect(await live.store.line('no', live.now)).toMatchObject([{ keepWithinMs: 1 }]);
    await live.passAndMeet(1);
    expect(await live.told()).toMatchObject([
      { event: 'ticket:ended', payload: { ticketId: seeker.ticketId, reason: 'expired' } },
    ]);
    expect(await ticket(live, seeker)).toEqual(expired);
  });

  test('[Q7] is asked again ten minutes after an answer, also after one given early', async () => {
    const live = await openLive();
    const seeker = await waiting(live);
    for (const ms of [
      TIMES.stillWaitingAskMs + TIMES.stillWaitingAnswerMs - 1,
      TIMES.stillWaitingAskMs - 1,
    ]) {
      for (const step of [TIMES.stillWaitingAskMs, ms - TIMES.stillWaitingAskMs]) {
        await live.passAndMeet(step);
      }
      const kept = await live.other.keepTicket(seeker.id, live.now);
      expect(kept).toMatchObject({ ticket: { id: seeker.ticketId, keepWithinMs: null } });
      await live.passAndMeet(TIMES.stillWaitingAskMs - 1);
      expect(await ticket(live, seeker)).toMatchObject({ keepWithinMs: null });
      await done(live.store.keepTicket(seeker.id, live.now));
    }
  });

  test('[Q7] an answer and the timeout at the same moment: one of them counts', async () => {
    for (const order of [0, 1]) {
      const live = await openLive();
      const seeker = await waiting(live);
      await live.passAndMeet(TIMES.stillWaitingAskMs);
      live.pass(TIMES.stillWaitingAnswerMs);
      const keep = () => live.store.keepTicket(seeker.id, live.now);
      const end = () => live.other.askWaiting(seeker.ticketId, live.now);
      const asks: (() => Promise<{ ok: boolean }>)[] = order === 0 ? [keep, end] : [end, keep];
      const answers = await Promise.all(asks.map((ask) => ask()));
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    }
  });

  test('[Q7] is not asked while the ticket is being offered; after its return it is asked later', async () => {
    const live = await openLive();
    const seeker = await waiting(live);
    live.pass(TIMES.stillWaitingAskMs - 1);
    const volunteer = await live.volunteer();
    const offer = await live.offered(volunteer);
    await live.passAndMeet(1);
    expect(await ticket(live, seeker)).toMatchObject({ state: 'offered' });
    live.pass(1_000);
    await done(live.store.returnOffer(offer.id, volunteer.id, live.now));
    await live.passAndMeet(TIMES.stillWaitingAskMs - 1);
    expect(await ticket(live, seeker)).toMatchObject({ keepWithinMs: null });
    await live.passAndMeet(1);
    expect(await ticket(live, seeker)).toMatchObject({ keepWithinMs: TIMES.stillWaitingAnswerMs });
  });

  test('[Q7] answering it for hours does not let the ticket’s record expire', async () => {
    const live = await openLive();
    const seeker = await waiting(live);
    const keys = [`ticket:${seeker.ticketId}`, `seeker:${seeker.id}`];
    for (const key of keys) await live.redis.pExpire(`${live.keys.root}:${key}`, 60_000);
    await done(live.store.keepTicket(seeker.id, live.now));
    const { expiries } = await live.dump();
    for (const key of keys) expect(expiries[key]).toBeGreaterThan(Date.now() + TIMES.liveKeyMs / 2);
  });
});

describe('deadlines', () => {
  test('[Q2] are returned oldest first, as many as requested, and only due ones', async () => {
    const live = await openLive();
    const seekers: Seeker[] = [await waiting(live)];
    for (let i = 0; i < 3; i += 1) {
      live.pass(1);
      seekers.push(await live.waiting());
    }
    live.pass(TIMES.stillWaitingAskMs - 1);
    const asked = seekers.map(
      ({ ticketId }) => expect.objectContaining({ kind: 'ask', id: ticketId }) as object,
    );
    expect(await live.store.due(live.now, 10)).toEqual(asked.slice(0, 3));
    expect(await live.other.due(live.now + 1, 2)).toEqual(asked.slice(0, 2));
  });

  test('[Q2] that exceed one batch are handled in one run, by two nodes at once, each once', async () => {
    const live = await openLive();
    await live.volunteer({ state: 'paused' });
    const seekers = await Promise.all(Array.from({ length: 150 }, () => live.waiting()));
    for (const { id, at } of seekers) {
      await done(live.store.disconnectSeeker(id, at.connection, live.now));
    }
    live.pass(TIMES.placeKeptMs);
    await Promise.all([meetDeadlines(live.domain), meetDeadlines(live.otherDomain)]);
    const { zsets, strings } = await live.dump();
    expect(Object.keys(strings).filter((key) => key.startsWith('tombstone:'))).toHaveLength(150);
    expect(Object.keys(zsets).toSorted()).toEqual(['deadlines', 'nodes']);
  });

  test('[F4, F10] by the thousand are executed in small batches, with one look for matches each', async () => {
    const live = await openLive();
    const many = 3_000;
    await live.redis.zAdd(
      live.keys.deadlines,
      Array.from({ length: many }, (_, i) => ({ score: live.now - 1, value: `place gone${i}` })),
    );
    let [inFlight, most, matches] = [0, 0, 0];
    const counted = new Proxy(live.domain.store, {
      get(store, name) {
        const method = Reflect.get(store, name) as (...given: unknown[]) => Promise<unknown>;
        return async (...given: unknown[]) => {
          if (name === 'matchOffer') matches += 1;
          inFlight += 1;
          most = Math.max(most, inFlight);
          try {
            return await method(...given);
          } finally {
            inFlight -= 1;
          }
        };
      },
    });
    expect(await meetDeadlines({ ...live.domain, store: counted })).toBe(many);
    expect(await live.store.due(live.now, 1)).toEqual([]);
    expect(most).toBeLessThanOrEqual(100);
    expect(matches).toBeLessThanOrEqual(LANGUAGES.length * (many / 100 + 1));
  });

  test('[F4, F10] that take too long are continued in the next tick', async () => {
    const live = await openLive();
    await live.redis.zAdd(
      live.keys.deadlines,
      Array.from({ length: 250 }, (_, i) => ({ score: live.now - 1, value: `place gone${i}` })),
    );
    // Time passes with each look at the clock.
    let now = live.now;
    const clock = { ...live.domain.clock, now: () => (now += 200) };
    const slow = { ...live.domain, clock };
    expect(await meetDeadlines(slow)).toBe(100);
    expect(await meetDeadlines(live.domain)).toBe(150);
  });

  test('[F9] whose scripts fail do not delay the others, however many come first', async () => {
    const live = await openLive();
    const seeker = await waiting(live);
    await done(live.store.disconnectSeeker(seeker.id, seeker.at.connection, live.now));
    const broken = await breakTickets(live, 1_200);
    live.pass(TIMES.placeKeptMs);
    for (const domain of [live.domain, live.otherDomain]) await meetDeadlines(domain);
    expect(await ticket(live, seeker)).toEqual(expired);
    const { quarantine } = live.domain;
    expect(quarantine.report()).toEqual([
      { name: 'deadline ask', code: 'WRONGTYPE', count: 1_200 },
    ]);
    expect(quarantine.size).toBeLessThanOrEqual(1_000);
    await broken.remove();
  });

  test('[F9] that failed are retried after a pause, and handled once possible', async () => {
    const live = await openLive();
    const broken = await breakTickets(live, 1);
    const tries = async () => {
      await meetDeadlines(live.domain);
      return live.domain.quarantine.report().reduce((sum, { count }) => sum + count, 0);
    };
    const tried: number[] = [];
    for (const ms of [0, 500, 500, 1_000, 1_000]) {
      live.pass(ms);
      tried.push(await tries());
    }
    expect(tried).toEqual([1, 0, 1, 0, 1]);
    await broken.mend();
    live.pass(4_000);
    expect(await tries()).toBe(0);
    expect(await live.store.due(live.now, 1)).toEqual([]);
  });

  test('[F9, I3] at closing time a ticket that cannot be ended does not keep others from ending', async () => {
    const live = await openLive();
    const stuck = await waiting(live);
    const others = [await live.waiting(), await live.waiting({ language: 'en' })];
    const key = `${live.keys.root}:seeker:${stuck.id}`;
    await live.redis.rename(key, `${key}:aside`);
    await live.redis.set(key, 'no hash');
    const week = Array.from({ length: 7 }, () => []);
    const openingHours = { timeZone: 'UTC', week, exceptions: {}, marginMs: 0 };
    const closed = { ...live.domain, settings: () => ({ ...DEFAULT_SETTINGS, openingHours }) };
    await closeLines(closed);
    for (const other of others) {
      expect(await ticket(live, other)).toEqual({ kind: 'ticket_ended', reason: 'closed' });
    }
    await live.redis.rename(`${key}:aside`, key);
    live.pass(1_000);
    await closeLines(closed);
    expect(await ticket(live, stuck)).toMatchObject({ reason: 'closed' });
  });

  test('[Q2] of missing records or unknown kinds are removed, and nothing else changes', async () => {
    const live = await openLive();
    await live.talk();
    const before = await live.dump();
    const kinds = ['offer', 'ask', 'place', 'seat', 'lost', 'wrap-up', 'duty', 'tombstone'];
    for (const kind of [...kinds, 'rematch', 'of-tomorrow']) {
      await live.redis.zAdd(live.keys.deadlines, { score: live.now, value: `${kind} gone` });
    }
    await live.passAndMeet(0);
    expect(await live.dump()).toEqual(before);
  });

  test('[A6] a tombstone, a seat and a lost seeker are not ended early', async () => {
    const live = await openLive();
    const { id, seeker } = await live.talk();
    await live.store.disconnectSeeker(seeker.id, seeker.at.connection, live.now);
    const early = live.now + TIMES.seekerLostMs - 1;
    const lose = () => live.store.loseConversation(id, 'lost', early);
    expect(await live.attempt(lose)).toEqual(refusal('wrong_state'));
    const seat = () => live.store.loseConversation(id, 'seat', early);
    expect(await live.attempt(seat)).toEqual(refusal('wrong_state'));
    const seats = { conversationId: id, seat: 'seeker', participant: seeker.id } as const;
    await done(live.store.endConversation(seats, 'seeker', undefined, live.now));
    const forget = () => live.store.expireTombstone(seeker.id, live.now + TIMES.tombstoneMs - 1);
    expect(await live.attempt(forget)).toEqual(refusal('wrong_state'));
  });
});
