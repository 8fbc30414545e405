/** The planned time of a conversation, and the right to ask once for another volunteer. */
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { publicKey } from '../../helpers/fixtures.ts';
import { liveStores, refusal, type Live } from '../../helpers/live.ts';
import { conversationId, done, newId, staffId, type Talk } from '../../helpers/people.ts';

const openLive = liveStores();
const { plannedConversationMs, extensionMs } = TIMES;

const extend = (live: Live, { id, volunteer }: Talk, shownMs: number) =>
  live.store.extend(id, volunteer.id, shownMs, live.now);
const another = (live: Live, { id, seeker }: Pick<Talk, 'id' | 'seeker'>) =>
  live.other.requeue(id, seeker.id, 'another', newId(), publicKey(), live.now);

describe('the planned time', () => {
  test('[C8] is extended from its end, or from now if that is later; the seeker is told', async () => {
    const live = await openLive();
    const talk = await live.talk({ node: 'a' }, { node: 'b' });
    await live.told();
    const first = plannedConversationMs + extensionMs;
    expect(await extend(live, talk, plannedConversationMs)).toEqual({ ok: true, plannedMs: first });
    expect(await live.told()).toMatchObject([
      {
        ...{ node: 'a', receiver: `seeker ${talk.seeker.id}`, event: 'conversation:extended' },
        payload: { conversationId: talk.id, plannedMs: first },
      },
    ]);
    live.pass(first + 7 * 60_000);
    const second = first + 7 * 60_000 + extensionMs;
    expect(await extend(live, talk, first)).toEqual({ ok: true, plannedMs: second });
    const state = await live.store.seeker(talk.seeker.id, live.now);
    expect(state).toMatchObject({ conversation: { plannedMs: second } });
  });

  test('[C8] is extended once if the same extension is requested twice, and no second event is sent', async () => {
    const live = await openLive();
    const talk = await live.talk();
    const longer = await extend(live, talk, plannedConversationMs);
    const again = await live.attempt(() => extend(live, talk, plannedConversationMs));
    expect(again).toEqual({ answer: longer, changed: [], told: [] });
  });

  test('[C8] ends no conversation when it has passed', async () => {
    const live = await openLive();
    const talk = await live.talk();
    await live.passAndMeet(4 * plannedConversationMs);
    const state = await live.store.seeker(talk.seeker.id, live.now);
    expect(state).toMatchObject({ kind: 'conversation' });
  });

  test('[C8] can only be changed by the volunteer of the conversation', async () => {
    const live = await openLive();
    const { id, volunteer } = await live.talk();
    for (const [conversation, whose] of [
      [id, staffId()],
      [conversationId(), volunteer.id],
    ] as const) {
      const attempt = () => live.store.extend(conversation, whose, 0, live.now);
      expect(await live.attempt(attempt)).toEqual(refusal('not_found'));
    }
  });
});

/** The seeker's next conversation, with a new volunteer who takes the ticket. */
async function nextTalk(live: Live, seeker: Talk['seeker']) {
  const volunteer = await live.volunteer();
  const offer = await live.offered(volunteer);
  const { conversation } = await done(live.accept(volunteer, offer.id));
  return { id: conversation.id, seeker, volunteer };
}
const right = async (live: Live, { seeker }: Pick<Talk, 'seeker'>) => {
  const state = await live.store.seeker(seeker.id, live.now);
  return state.kind === 'conversation' ? state.conversation.mayAskAnother : state.kind;
};

describe('asking for another volunteer', () => {
  test('[C12] is possible once, keeps the original place, and tells the volunteer nothing more', async () => {
    const live = await openLive();
    const talk = await live.talk();
    const { id, seeker, volunteer } = talk;
    live.pass(1_000);
    await live.waiting();
    expect(await right(live, talk)).toBe(true);
    expect(talk.conversation.mayAskAnother).toBe(false);
    await live.told();
    const { ticket } = await done(another(live, talk));
    expect(ticket).toMatchObject({ state: 'waiting', place: 1 });
    expect(await live.told(volunteer.id)).toMatchObject([
      { event: 'availability:changed', payload: { availability: { state: 'wrapping_up' } } },
      { event: 'conversation:ended', payload: { conversationId: id, reason: 'another' } },
    ]);
    expect(await live.told(seeker.id)).toEqual([]);
    const next = await nextTalk(live, seeker);
    expect(await right(live, next)).toBe(false);
    expect(await live.attempt(() => another(live, next))).toEqual(refusal('wrong_state'));
  });

  test('[C12] never leads back to the volunteer who was left, also after the next one is lost, unless nobody else is on duty', async () => {
    const live = await openLive();
    const { id, seeker, volunteer: left } = await live.talk();
    await done(another(live, { id, seeker }));
    const next = await nextTalk(live, seeker);
    const { id: lostId, at } = next.volunteer;
    await done(live.store.disconnectStaff(lostId, at.connection, live.now));
    await done(live.store.setAvailability(left.id, 'ready', live.now));
    await live.passAndMeet(TIMES.volunteerLostChoiceMs);
    const back = live.store.requeue(
      next.id,
      seeker.id,
      'volunteer_lost',
      newId(),
      publicKey(),
      live.now,
    );
    await done(back);
    await live.match();
    expect(await live.offerOf(left)).toBeNull();
    expect(await live.take(left)).toEqual({ ok: false, code: 'queue_empty' });
    await done(live.store.setAvailability(lostId, 'paused', live.now));
    await live.passAndMeet(TIMES.volunteerGoneMs);
    await live.passAndMeet(TIMES.declineHoldMs);
    await live.match();
    expect(await live.offerOf(left)).not.toBeNull();
  });

  test('[C12] at the same time as an end by either seat: one wins, the others are refused', async () => {
    const live = await openLive();
    for (let round = 0; round < 30; round += 1) {
      const talk = await live.talk();
      const { seats, seeker } = talk;
      const end = (seat: 'seeker' | 'volunteer') =>
        live.store.endConversation(seats[seat], seat, undefined, live.now);
      const asks = [() => another(live, talk), () => end('seeker'), () => end('volunteer')];
      const turned = [...asks.slice(round % 3), ...asks.slice(0, round % 3)];
      const answers = await Promise.all(turned.map((ask) => ask()));
      const won = answers.filter(({ ok }) => ok);
      expect(won).toHaveLength(1);
      const lost = answers.filter(({ ok }) => !ok);
      expect(lost).toEqual([refusal('not_found').answer, refusal('not_found').answer]);
      const { kind } = await live.store.seeker(seeker.id, live.now);
      expect(kind).toBe('ticket' in (won[0] ?? {}) ? 'ticket' : 'conversation_ended');
      if (kind === 'ticket') await done(live.store.endTicket(seeker.id, 'cancelled', live.now));
    }
  });
});
