/** A transfer: asked, agreed to, offered and accepted (rule C11). */
import { TIMES } from '@terskel/shared/limits';
import type { TransferId } from '@terskel/shared/ids';
import { describe, expect, test } from 'vitest';
import { publicKey } from '../../helpers/fixtures.ts';
import { liveStores, refusal, still } from '../../helpers/live.ts';
import { done, newId, staffId, words } from '../../helpers/people.ts';
import { ANY, LEADER, toColleague, transfers } from '../../helpers/transfers.ts';

const openLive = liveStores();

describe('asking the seeker', () => {
  test('[C11] both pages see the question, and asking again returns the same', async () => {
    const live = await openLive();
    const { ask, agreed, seen } = transfers(live);
    const talk = await agreed({ node: 'a' }, { node: 'b' });
    const eva = await live.volunteer({ alias: 'Eva', state: 'paused' });
    await live.told();
    const { transfer } = await done(ask(talk, toColleague(eva), 'language'));
    expect(transfer).toMatchObject({
      ...{ reason: 'language', to: { kind: 'colleague', alias: 'Eva' }, state: 'asked' },
    });
    expect(await live.told()).toEqual([
      {
        ...{ node: 'a', receiver: `seeker ${talk.seeker.id}`, event: 'transfer:changed' },
        payload: { conversationId: talk.id, transfer },
      },
    ]);
    expect(await seen(talk)).toEqual({ seeker: transfer, volunteer: transfer });
    const again = await live.attempt(() => ask(talk, toColleague(eva), 'language'));
    expect(again).toEqual({ answer: { ok: true, transfer }, ...still });
    expect(await live.attempt(() => ask(talk, ANY, 'language'))).toEqual(refusal('wrong_state'));
  });

  test('[C11] it is refused before the keys are agreed and while they are lost', async () => {
    const live = await openLive();
    const { ask, agreed } = transfers(live);
    const early = await live.talk();
    expect(await live.attempt(() => ask(early))).toEqual(refusal('wrong_state'));
    const talk = await agreed();
    await done(live.store.setKeys(talk.id, talk.volunteer.id, 'lost', live.now));
    expect(await live.attempt(() => ask(talk))).toEqual(refusal('wrong_state'));
    await done(live.store.setKeys(talk.id, talk.volunteer.id, 'held', live.now));
    await done(ask(talk));
  });

  test('[C11] it is refused to oneself, to somebody off duty, and to outsiders', async () => {
    const live = await openLive();
    const { ask, agreed } = transfers(live);
    const talk = await agreed();
    const off = await live.volunteer({ state: 'off' });
    for (const to of [talk.volunteer, off, { id: staffId() }])
      expect(await live.attempt(() => ask(talk, toColleague(to)))).toEqual(refusal('wrong_state'));
    const foreign = { ...talk, volunteer: off };
    expect(await live.attempt(() => ask(foreign))).toEqual(refusal('not_found'));
    const { cancel, yes } = transfers(live);
    expect(await live.attempt(() => cancel(foreign))).toEqual(refusal('not_found'));
    const stranger = { ...talk, seeker: await live.waiting() };
    const answer = () => yes(stranger, newId() as TransferId);
    expect(await live.attempt(answer)).toEqual(refusal('not_found'));
  });

  test('[C11] the colleagues on duty are listed with who leads and who is free', async () => {
    const live = await openLive();
    const { agreed } = transfers(live);
    const { volunteer } = await agreed({}, { alias: 'Åse' });
    await live.volunteer({ state: 'off' });
    const berit = await live.volunteer({ alias: 'Berit', roles: ['leader'], state: 'paused' });
    const anna = await live.volunteer({ alias: 'Anna' });
    const gone = await live.volunteer({ alias: 'Carl' });
    await live.store.disconnectStaff(gone.id, gone.at, live.now);
    expect(await live.store.colleagues(volunteer.id)).toEqual([
      { id: anna.id, alias: 'Anna', leads: false, free: true },
      { id: berit.id, alias: 'Berit', leads: true, free: true },
    ]);
    expect(await live.store.colleagues(anna.id)).toMatchObject([
      { alias: 'Berit' },
      { id: volunteer.id, free: false },
    ]);
    await live.store.disconnectStaff(anna.id, anna.at, live.now);
    await live.store.disconnectStaff(berit.id, berit.at, live.now);
    expect(await live.store.colleagues(volunteer.id)).toEqual([]);
  });

  test('[C11, O6] a colleague who wraps up is not free, because nothing is offered to them now', async () => {
    const live = await openLive();
    const { volunteer } = await transfers(live).agreed();
    const talk = await live.talk({}, { alias: 'Anna' });
    await done(live.store.endConversation(talk.seats.seeker, 'seeker', undefined, live.now));
    const listed = () => live.store.colleagues(volunteer.id);
    expect(await listed()).toMatchObject([{ id: talk.volunteer.id, free: false }]);
    await live.passAndMeet(TIMES.wrapUpMs);
    expect(await listed()).toMatchObject([{ id: talk.volunteer.id, free: true }]);
  });
});

describe('the answer', () => {
  test('[C11] yes begins the search; the same yes changes nothing, and another one is refused', async () => {
    const live = await openLive();
    const { ask, yes, agreed, seen } = transfers(live);
    const talk = await agreed({ node: 'a' }, { node: 'b' });
    const { transfer } = await done(ask(talk));
    const key = publicKey();
    await live.told();
    await done(yes(talk, transfer.id, { key }));
    const waiting = { ...transfer, state: 'waiting' };
    expect(await live.told()).toMatchObject([
      { node: 'b', event: 'transfer:changed', payload: { transfer: waiting } },
    ]);
    expect(await seen(talk)).toEqual({ seeker: waiting, volunteer: waiting });
    const again = await live.attempt(() => yes(talk, transfer.id, { key }));
    expect(again).toEqual({ answer: { ok: true }, ...still });
    for (const other of [{}, { key, history: false }])
      expect(await live.attempt(() => yes(talk, transfer.id, other))).toEqual(
        refusal('wrong_state'),
      );
  });

  test('[C11] no has no consequence, and the volunteer may ask again', async () => {
    const live = await openLive();
    const { ask, no, agreed, seen } = transfers(live);
    const talk = await agreed({ node: 'a' }, { node: 'b' });
    const { transfer } = await done(ask(talk));
    await live.told();
    await done(no(talk, transfer.id));
    expect(await live.told()).toEqual([
      {
        ...{ node: 'b', receiver: `staff ${talk.volunteer.id}`, event: 'transfer:changed' },
        payload: { conversationId: talk.id, transfer: null, outcome: 'refused' },
      },
    ]);
    expect(await seen(talk)).toEqual({ seeker: null, volunteer: null });
    const again = await live.attempt(() => no(talk, transfer.id));
    expect(again).toEqual({ answer: { ok: true }, ...still });
    await done(live.store.sendMessage(talk.seats.seeker, words(), live.now));
    const next = await done(ask(talk));
    expect(next.transfer.id).not.toBe(transfer.id);
  });

  test('[C11] an answer after the volunteer has cancelled is refused', async () => {
    const live = await openLive();
    const { ask, yes, no, cancel, agreed } = transfers(live);
    const talk = await agreed();
    const { transfer } = await done(ask(talk));
    await live.told();
    await done(cancel(talk));
    expect(await live.told()).toMatchObject([
      { receiver: `seeker ${talk.seeker.id}`, payload: { transfer: null } },
    ]);
    expect(await live.attempt(() => yes(talk, transfer.id))).toEqual(refusal('wrong_state'));
    const late = await live.attempt(() => no(talk, transfer.id));
    expect(late).toEqual({ answer: { ok: true }, ...still });
    const twice = await live.attempt(() => cancel(talk));
    expect(twice).toEqual({ answer: { ok: true }, ...still });
  });
});

describe('accepting', () => {
  test('[C11] the seeker is in a new conversation, and the former volunteer is free', async () => {
    const live = await openLive();
    const { offered, agreed } = transfers(live);
    const talk = await agreed(
      { topic: 'grief', age: 'under_18', urgent: true, node: 'a' },
      { node: 'b', alias: 'Åse "/" \\ 🙂' },
    );
    await done(live.store.sendMessage(talk.seats.seeker, words(), live.now));
    const eva = await live.volunteer({ node: 'b' });
    live.pass(60_000);
    const offer = await offered(talk, ANY, eva);
    expect(offer).toMatchObject({
      ...{ topic: 'grief', age: 'under_18', urgent: true, waitedMs: 0 },
      transfer: { reason: 'experience', from: talk.volunteer.alias, history: true },
    });
    await live.told();
    const answer = await done(live.accept(eva, offer.id));
    const previous = { conversationId: talk.id, alias: talk.volunteer.alias };
    const shown = {
      ...{ id: offer.conversationId, topic: 'grief', urgent: true, previous, transfer: null },
      ...{ lastSeq: 0, startedForMs: 0, plannedMs: TIMES.plannedConversationMs - 60_000 },
    };
    expect(answer.conversation).toMatchObject({ ...shown, age: 'under_18', seat: 'volunteer' });
    const told = await live.told();
    expect(told.filter(({ node }) => node === 'b')).toMatchObject([
      { receiver: `staff ${talk.volunteer.id}`, event: 'availability:changed' },
      {
        ...{ receiver: `staff ${talk.volunteer.id}`, event: 'conversation:ended' },
        payload: { conversationId: talk.id, reason: 'transferred' },
      },
    ]);
    expect(told.filter(({ node }) => node === 'a')).toMatchObject([
      { event: 'conversation:started', payload: { conversation: { ...shown, seat: 'seeker' } } },
    ]);
    const again = await live.attempt(() => live.accept(eva, offer.id, live.other));
    expect(again).toEqual({ answer, ...still });
    const former = await live.store.staff(talk.volunteer, live.now);
    expect(former).toMatchObject({ availability: { state: 'wrapping_up' }, conversations: [] });
    for (const seat of [talk.seats.seeker, talk.seats.volunteer])
      expect(await live.store.messagesAfter(seat, 0)).toMatchObject({ code: 'not_found' });
    const left = Object.keys((await live.dump()).lists).filter((key) => key.startsWith('log:'));
    expect(left).toEqual([]);
  });

  test('[C11, C17] a mark for danger is kept, and a plan that has run out stays so', async () => {
    const live = await openLive();
    const { offered, accepted, agreed } = transfers(live);
    const talk = await agreed();
    await done(live.store.mark(talk.id, talk.volunteer.id, 'danger', true, live.now));
    const eva = await live.volunteer();
    live.pass(TIMES.plannedConversationMs + 1);
    const offer = await offered(talk, ANY, eva);
    expect(offer.urgent).toBe(true);
    const { conversation } = await accepted(talk, eva, offer);
    expect(conversation).toMatchObject({ urgent: false, danger: true, plannedMs: 0 });
  });

  test('[C11] two accepts at once begin one conversation', async () => {
    const live = await openLive();
    const { offered, agreed } = transfers(live);
    const talk = await agreed();
    const eva = await live.volunteer();
    const { id } = await offered(talk, ANY, eva);
    const both = await Promise.all([live.accept(eva, id), live.accept(eva, id, live.other)]);
    expect(both.map((got) => got.ok && got.conversation.id)).toEqual([
      ...[both[0].ok && both[0].conversation.id, both[0].ok && both[0].conversation.id],
    ]);
    const { conversations } = await live.store.staff(eva, live.now);
    expect(conversations).toHaveLength(1);
  });

  test('[C11] five transfers in a row leave every capacity as it was', async () => {
    const live = await openLive();
    const { offered, accepted, agreed } = transfers(live);
    let talk = await agreed();
    const eva = await live.volunteer();
    const both = [talk.volunteer, eva];
    for (let times = 0; times < 5; times += 1) {
      const taker = both.find(({ id }) => id !== talk.volunteer.id) ?? eva;
      await done(live.store.setAvailability(taker.id, 'ready', live.now));
      const former = talk.id;
      talk = await accepted(talk, taker, await offered(talk, ANY, taker));
      expect(talk.conversation.previous?.conversationId).toBe(former);
      await done(live.store.confirmKeys(talk.id, talk.seeker.id, 'c'.repeat(43)));
    }
    await done(live.store.endConversation(talk.seats.seeker, 'seeker', undefined, live.now));
    for (const { id } of both) await done(live.store.setAvailability(id, 'ready', live.now));
    await live.waiting();
    await live.waiting();
    await live.match();
    for (const each of both) expect(await live.offerOf(each)).not.toBeNull();
  });

  test('[C11, Q3] transfers go before tickets, also for *Take next*', async () => {
    const live = await openLive();
    const { waiting, agreed } = transfers(live);
    const talk = await agreed();
    await live.waiting();
    await live.waiting({ urgent: true });
    await waiting(talk, LEADER, false);
    const lead = await live.volunteer({ roles: ['leader'], state: 'paused' });
    const { offer } = await done(live.take(lead));
    expect(offer.transfer).toEqual({
      ...{ reason: 'experience', from: talk.volunteer.alias, history: false },
    });
    const again = await live.attempt(() => live.take(lead, live.other));
    expect(again).toEqual({ answer: { ok: true, offer }, ...still });
    expect((await live.store.staff(lead, live.now)).offer).toEqual(offer);
  });
});
