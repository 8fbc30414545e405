/** A leader takes over a conversation that its volunteer cannot continue. */
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { issueToSeeker } from '@terskel/server/domain/resume';
import { publicKey } from '../../helpers/fixtures.ts';
import { liveStores, refusal, still } from '../../helpers/live.ts';
import { conversationId, done, newId } from '../../helpers/people.ts';
import { stuck } from '../../helpers/stuck.ts';
import { ANY, transfers } from '../../helpers/transfers.ts';

const openLive = liveStores();
const PENDING = { reason: 'takeover', to: { kind: 'colleague', alias: 'Ola' } };

async function staffed() {
  const live = await openLive();
  await live.store.beat('a', newId(), live.now, null);
  const steps = stuck(live);
  const ola = await steps.leader();
  const nora = await steps.leader({ alias: 'Nora' });
  return { live, ola, nora, ...steps };
}

describe('taking over', () => {
  test.each(['away', 'unread'] as const)(
    '[V7, C11] is a transfer to this leader (volunteer %s); leaders see who takes over',
    async (why) => {
      const { live, ola, nora, takeOver, shownTo, seen, ...steps } = await staffed();
      const talk = await steps[why]();
      await live.told();
      expect(await takeOver(talk, ola)).toEqual({ ok: true });
      const told = await live.told();
      const pending = { ...PENDING, state: 'asked' };
      const changed = told.filter(({ event }) => event === 'transfer:changed');
      expect(changed.map(({ payload }) => payload)).toMatchObject(
        (why === 'away' ? [0] : [0, 1]).map(() => ({ transfer: pending })),
      );
      expect(await seen(talk)).toMatchObject({ seeker: pending, volunteer: pending });
      expect(await shownTo(ola)).toMatchObject([{ by: 'Ola', mine: true }]);
      expect(await shownTo(nora)).toMatchObject([{ by: 'Ola', mine: false }]);
      expect(told.filter(({ event }) => event === 'stuck:changed')).toHaveLength(2);
      const again = await live.attempt(() =>
        live.other.takeOver(talk.id, ola.id, newId(), live.now),
      );
      expect(again).toEqual({ answer: { ok: true }, ...still });
    },
  );

  test('[V7, C1] is possible only for leaders on duty, and only while the conversation is stuck', async () => {
    const { live, ola, takeOver, agreed, away, leader, loses } = await staffed();
    const fine = await agreed();
    for (const talk of [fine, { id: conversationId() }])
      expect(await live.attempt(() => takeOver(talk, ola))).toEqual(refusal('not_found'));
    const talk = await away();
    const off = await leader({ state: 'off' });
    const eva = await live.volunteer({ state: 'paused' });
    for (const nobody of [off, eva, { ...eva, id: newId() as never }])
      expect(await live.attempt(() => takeOver(talk, nobody))).toEqual(refusal('wrong_state'));
    const gone = await leader();
    await loses({ volunteer: gone } as never);
    expect(await live.attempt(() => takeOver(talk, gone))).toEqual(refusal('wrong_state'));
  });

  test('[V7] is not possible for the own one', async () => {
    const { live, takeOver, unread } = await staffed();
    const own = await unread({}, { roles: ['leader'] });
    expect(await live.attempt(() => takeOver(own, own.volunteer))).toEqual(refusal('wrong_state'));
  });

  test('[V7, O1] needs room, counted with what this leader is about to take', async () => {
    const { live, ola, takeOver, away, unread, leader } = await staffed();
    const [one, two] = [await away(), await unread()];
    await done(takeOver(one, ola));
    expect(await live.attempt(() => takeOver(two, ola))).toEqual(refusal('at_capacity'));
    const busy = await leader({ capacity: 1 });
    await live.waiting();
    const { offer } = await done(live.take(busy));
    expect(await live.attempt(() => takeOver(two, busy))).toEqual(refusal('at_capacity'));
    await done(live.accept(busy, offer.id));
    expect(await live.attempt(() => takeOver(two, busy))).toEqual(refusal('at_capacity'));
    const roomy = await leader({ capacity: 2 });
    await done(takeOver(two, roomy));
  });

  test('[V7, O1] counts one that is offered once', async () => {
    const { offered, takeOver, away, unread, leader } = await staffed();
    const [one, two] = [await away(), await unread()];
    const roomy = await leader({ capacity: 2 });
    await offered(one, roomy);
    expect(await takeOver(two, roomy)).toEqual({ ok: true });
  });

  test('[V7, C12] is not possible for a leader whom the seeker has asked to leave, who sees that', async () => {
    const { live, nora, takeOver, release, shownTo, loses, returns } = await staffed();
    const first = await live.talk({}, { roles: ['leader'], alias: 'Left' });
    const { seeker, volunteer: left } = first;
    const { store, now } = live;
    await done(store.requeue(first.id, seeker.id, 'another', newId(), publicKey(), now));
    const kari = await live.volunteer();
    const { id: offer } = await live.offered(kari);
    const { conversation } = await done(live.accept(kari, offer));
    const talk = { ...first, id: conversation.id, volunteer: kari };
    await loses(talk);
    await live.passAndMeet(TIMES.volunteerLostWordsMs);
    expect(await shownTo(left)).toMatchObject([{ mayTakeOver: false }]);
    expect(await shownTo(nora)).toMatchObject([{ mayTakeOver: true }]);
    expect(await live.attempt(() => takeOver(talk, left))).toEqual(refusal('wrong_state'));
    await done(release(talk, left));
    await returns(talk);
  });

  test('[V7] the last leader who takes over gets it', async () => {
    const { live, ola, nora, takeOver, away, shownTo, offered, seen } = await staffed();
    const talk = await away();
    const offer = await offered(talk, ola);
    await live.told();
    await done(takeOver(talk, nora));
    expect(await live.told(ola.id)).toMatchObject([
      { event: 'offer:expired', payload: { offerId: offer.id, reason: 'withdrawn' } },
      { event: 'stuck:changed', payload: { stuck: [{ by: 'Nora', mine: false }] } },
    ]);
    expect(await live.attempt(() => live.accept(ola, offer.id))).toEqual(refusal('offer_gone'));
    expect((await seen(talk)).seeker).toMatchObject({ to: { alias: 'Nora' }, state: 'asked' });
    expect(await shownTo(nora)).toMatchObject([{ by: 'Nora', mine: true }]);
  });

  test('[V7, C11] replaces a pending transfer, whatever the seeker has answered', async () => {
    const { live, ola, away, offered, seen, accepted } = await staffed();
    const { waiting } = transfers(live);
    const talk = await away();
    const eva = await live.volunteer();
    const { transfer } = await waiting(talk, ANY);
    await live.match();
    const former = await live.offerOf(eva);
    const offer = await offered(talk, ola);
    expect(offer).toMatchObject({ transfer: { reason: 'takeover', from: 'Kari', history: false } });
    expect((await seen(talk)).seeker?.id).not.toBe(transfer.id);
    expect(await live.accept(eva, former?.id as never)).toEqual({ ok: false, code: 'offer_gone' });
    await accepted(talk, ola, offer);
  });

  test('[V7, O6] ends a wrap-up of this leader', async () => {
    const { live, leader, away, offered, takeOver } = await staffed();
    const kari = await leader({ state: 'ready' });
    await live.waiting();
    const { id } = await live.offered(kari);
    const { conversation } = await done(live.accept(kari, id));
    const seat = {
      conversationId: conversation.id,
      seat: 'volunteer',
      participant: kari.id,
    } as const;
    await done(live.store.endConversation(seat, 'volunteer', undefined, live.now));
    const talk = await away();
    await done(takeOver(talk, kari));
    expect((await live.store.staff(kari, live.now)).availability).toEqual({ state: 'ready' });
    // Until the seeker's tab has answered, a leader who is ready is offered tickets as well.
    await live.expectConsistent();
    expect(await offered(talk, kari)).toMatchObject({ transfer: { from: 'Kari' } });
  });
});

describe('accepting it', () => {
  test('[V7, C11] is a transfer: the volunteer wraps up, and the seeker’s page is told of a takeover', async () => {
    const { live, ola, nora, away, offered, accepted, shownTo } = await staffed();
    const talk = await away();
    await live.told();
    const offer = await offered(talk, ola);
    const next = await accepted(talk, ola, offer);
    const previous = { conversationId: talk.id, alias: 'Kari', takeover: true };
    expect(next.conversation).toMatchObject({ previous });
    const started = (await live.told(talk.seeker.id)).find(
      ({ event }) => event === 'conversation:started',
    );
    expect(started?.payload).toMatchObject({ conversation: { previous } });
    for (const leader of [ola, nora]) expect(await shownTo(leader)).toEqual([]);
    const { volunteer } = talk;
    const row = await live.store.connectStaff(volunteer, volunteer.at, live.now);
    expect(row).toMatchObject({
      ...{ conversations: [], availability: { state: 'wrapping_up' } },
      ended: [{ conversationId: talk.id, reason: 'taken_over' }],
    });
    await live.passAndMeet(TIMES.tombstoneMs);
  });

  test('[V7] a volunteer who is there is told at once', async () => {
    const { live, ola, unread, offered, accepted } = await staffed();
    const talk = await unread();
    const offer = await offered(talk, ola);
    await live.told();
    await accepted(talk, ola, offer);
    const told = await live.told(talk.volunteer.id);
    expect(told.at(-1)).toMatchObject({
      ...{ event: 'conversation:ended', payload: { reason: 'taken_over' } },
    });
  });

  test('[V7, O8] waits until the leader has room, also with a conversation marked as danger', async () => {
    const { live, leader, away, takeOver, answers } = await staffed();
    const per = await leader({ capacity: 2, alias: 'Per' });
    await live.waiting({ urgent: true });
    const { offer } = await done(live.take(per));
    await done(live.accept(per, offer.id));
    const talk = await away();
    await done(takeOver(talk, per));
    await done(answers(talk));
    await live.match();
    expect(await live.offerOf(per)).toMatchObject({ transfer: { reason: 'takeover' } });
  });
});

describe('a takeover that is not accepted yet', () => {
  test.each(['asked', 'waiting', 'offered'] as const)(
    '[V7, C5] is over when the volunteer is back (%s): the conversation goes on, and leaders are told',
    async (state) => {
      const { live, ola, away, takeOver, answers, returns, shownTo, seen } = await staffed();
      const talk = await away();
      await done(takeOver(talk, ola));
      if (state !== 'asked') await done(answers(talk));
      if (state === 'offered') await live.match();
      expect((await seen(talk)).seeker).toMatchObject({ state });
      await live.told();
      const row = await returns(talk);
      expect(row.conversations).toMatchObject([{ id: talk.id, transfer: null }]);
      expect(await live.told(talk.seeker.id)).toMatchObject([
        { event: 'presence:changed' },
        { event: 'transfer:changed', payload: { transfer: null } },
      ]);
      expect(await live.offerOf(ola)).toBeNull();
      expect(await shownTo(ola)).toEqual([]);
    },
  );

  test('[V7, C16] is over when the volunteer’s tab has the keys again, or gives the seeker back', async () => {
    const { live, ola, unread, offered, keys, seen } = await staffed();
    for (const held of ['held', 'returned'] as const) {
      const talk = await unread();
      await offered(talk, ola);
      await live.told();
      await done(keys(talk, held));
      expect(await seen(talk)).toEqual({ seeker: null, volunteer: null });
      const told = await live.told(ola.id);
      expect(told.map(({ event }) => event)).toEqual(['offer:expired', 'stuck:changed']);
    }
  });

  test('[V7] cannot be withdrawn by the volunteer; the seeker’s tab may refuse it', async () => {
    const { live, ola, unread, takeOver, seen, shownTo } = await staffed();
    const talk = await unread();
    await done(takeOver(talk, ola));
    const cancel = () => live.store.cancelTransfer(talk.id, talk.volunteer.id, live.now);
    expect(await live.attempt(cancel)).toEqual(refusal('wrong_state'));
    const { seeker } = await seen(talk);
    const no = [talk.id, talk.seeker.id, seeker?.id as never, null, live.now] as const;
    await done(live.store.answerTransfer(...no));
    expect(await shownTo(ola)).toMatchObject([{ by: null }]);
  });

  test('[V7, O2] is over when the leader declines or does not answer; others may take over', async () => {
    const { live, ola, nora, away, offered, shownTo, accepted } = await staffed();
    const talk = await away();
    const { id } = await offered(talk, ola);
    await done(live.store.returnOffer(id, ola.id, live.now));
    expect(await shownTo(nora)).toMatchObject([{ by: null, mine: false }]);
    await offered(talk, ola);
    await live.passAndMeet(TIMES.offerMs);
    expect(await shownTo(nora)).toMatchObject([{ by: null, mine: false }]);
    const offer = await offered(talk, nora);
    await accepted(talk, nora, offer);
  });

  test.each([
    ['goes off duty', 'shift'],
    ['is gone for 120 s', 'gone'],
    ['no longer leads', 'role'],
    ['signs out', 'lead'],
  ] as const)('[V7] is over when the leader %s', async (_, how) => {
    const { live, ola, nora, away, takeOver, answers, shownTo, loses, seen } = await staffed();
    const talk = await away();
    await done(takeOver(talk, ola));
    await done(answers(talk));
    if (how === 'shift') await done(live.store.endShift(ola.id, live.now));
    if (how === 'lead') await done(live.store.endLead(ola.id, undefined, live.now));
    if (how === 'role')
      await live.store.connectStaff({ ...ola, roles: ['volunteer'] }, ola.at, live.now);
    if (how === 'gone') {
      await loses({ volunteer: ola } as never);
      await live.passAndMeet(TIMES.volunteerGoneMs);
    }
    expect(await shownTo(nora)).toMatchObject([{ by: null }]);
    expect((await seen(talk)).seeker).toBeNull();
  });

  test('[V7, C5, C10] is over when the seeker goes back to the line, ends, or is away for too long', async () => {
    const { live, leader, away, offered, shownTo } = await staffed();
    const [one, two, three] = [await away(), await away(), await away()];
    const all = [];
    for (const talk of [one, two, three]) {
      const taker = await leader();
      await offered(talk, taker);
      all.push(taker);
    }
    live.pass(TIMES.volunteerLostChoiceMs - TIMES.volunteerLostWordsMs);
    const ask = [one.id, one.seeker.id, 'volunteer_lost', newId(), publicKey(), live.now] as const;
    await done(live.store.requeue(...ask));
    await done(live.store.endConversation(two.seats.seeker, 'exit', undefined, live.now));
    const { seeker } = three;
    await done(live.store.disconnectSeeker(seeker.id, seeker.at, live.now));
    await live.passAndMeet(TIMES.seekerLostMs);
    for (const each of all) {
      expect(await live.offerOf(each)).toBeNull();
      expect(await shownTo(each)).toEqual([]);
    }
  });

  test('[V7] stays while the seeker is away, and goes on when the seeker is back', async () => {
    const { live, ola, away, takeOver, answers, seen, accepted } = await staffed();
    const talk = await away();
    const { seeker } = talk;
    await done(live.store.disconnectSeeker(seeker.id, seeker.at, live.now));
    await done(takeOver(talk, ola));
    await live.passAndMeet(TIMES.seekerLostMs - 1);
    expect((await seen(talk)).seeker).toMatchObject({ ...PENDING, state: 'asked' });
    await live.store.connectSeeker(seeker.id, seeker.at, live.now);
    await done(answers(talk));
    await live.match();
    const offer = await live.offerOf(ola);
    await accepted(talk, ola, offer as never);
  });

  test('[V7, F3] is in no resume ticket: after a loss of the store a leader may take over again', async () => {
    const { live, ola, away, offered, shownTo, seen, takeOver } = await staffed();
    const talk = await away();
    await offered(talk, ola);
    const record = await live.store.seekerRecord(talk.seeker.id);
    if (record === null) throw new Error('there is no record to restore');
    expect(await issueToSeeker(live.domain, talk.seeker.id)).not.toBeNull();
    expect(JSON.stringify(record)).not.toContain('takeover');
    for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
    await live.store.beat('a', newId(), live.now, null);
    await live.store.connectStaff(ola, ola.at, live.now);
    await done(live.store.startShift(ola.id, live.now));
    await done(live.store.restoreSeeker(talk.seeker.id, record, live.now, live.now));
    await live.store.connectSeeker(talk.seeker.id, talk.seeker.at, live.now);
    await live.passAndMeet(TIMES.volunteerLostWordsMs);
    expect((await seen(talk)).seeker).toBeNull();
    expect(await shownTo(ola)).toMatchObject([{ by: null }]);
    await done(takeOver(talk, ola));
  });

  test('[V7, F3] a store that fell back keeps it, until a newer resume ticket says otherwise', async () => {
    const { live, ola, agreed, loses, offered, shownTo, seen, returns } = await staffed();
    const talk = await agreed();
    await loses(talk);
    await live.passAndMeet(TIMES.volunteerLostWordsMs);
    await offered(talk, ola);
    const record = await live.store.seekerRecord(talk.seeker.id);
    if (record === null) throw new Error('there is no record to restore');
    const later = { ...record.record, marks: String(Number(record.record['marks']) + 1) };
    await live.redis.hSet(`${live.keys.root}:epoch`, { id: newId(), lostAt: live.now });
    await live.redis.hSet(`${live.keys.root}:epoch`, { bornAt: live.now });
    expect(await shownTo(ola)).toMatchObject([{ by: 'Ola' }]);
    const { seeker } = talk;
    await done(
      live.store.restoreSeeker(seeker.id, { ...record, record: later }, live.now, live.now),
    );
    expect(await shownTo(ola)).toMatchObject([{ by: null }]);
    expect((await seen(talk)).seeker).toBeNull();
    await live.store.connectSeeker(seeker.id, seeker.at, live.now);
    await returns(talk);
  });
});
