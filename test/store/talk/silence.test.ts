/** Silence: whose turn it is, and how long a seeker may be silent. */
import { TIMES } from '@terskel/shared/limits';
import type { SupportSeat } from '../../helpers/seats.ts';
import { describe, expect, test } from 'vitest';
import { liveStores, refusal, type Live } from '../../helpers/live.ts';
import { address, conversationId, done, words, type Talk } from '../../helpers/people.ts';

const openLive = liveStores();
const { silenceNudgeMs, silenceWarningMs, silenceCloseMs } = TIMES;
const minute = 60_000;

async function say(live: Live, talk: Talk, seat: SupportSeat) {
  const state = await standing(live, talk);
  const sent = state.kind === 'conversation' ? (state.conversation.seats[seat]?.sent ?? 0) : 0;
  return done(live.store.sendMessage(talk.seats[seat], words(sent + 1), live.now));
}
const stay = (live: Live, { id, seeker }: Talk) => live.store.stay(id, seeker.id, live.now);
const standing = (live: Live, { seeker }: Talk) => live.store.seeker(seeker.id, live.now);
/** The silence that the seeker's page would show; for an ended conversation, its reason. */
async function shown(live: Live, talk: Talk) {
  const state = await standing(live, talk);
  if (state.kind === 'conversation') return state.conversation.silence;
  return state.kind === 'conversation_ended' ? state.reason : state.kind;
}
const silence = (stage: 'nudge' | 'warning', leftMs: number, afterSeq = 1) => ({
  ...{ stage, closesInMs: leftMs, afterSeq },
});

/** A conversation in which the volunteer has written and the seeker has not answered. */
async function asked(live: Live): Promise<Talk> {
  const talk = await live.talk({ node: 'a' }, { node: 'b' });
  await say(live, talk, 'volunteer');
  await live.told();
  return talk;
}

describe('a silent seeker', () => {
  test('[C9] is nudged after 5 min and warned after 10, and the conversation ends after 15; both sides are told each time', async () => {
    const live = await openLive();
    const talk = await asked(live);
    const { id, seeker, volunteer } = talk;
    await live.passAndMeet(silenceNudgeMs - 1);
    expect(await shown(live, talk)).toBeNull();
    expect(await live.told()).toEqual([]);
    for (const [stage, leftMs] of [
      ['nudge', 10 * minute],
      ['warning', 5 * minute],
    ] as const) {
      await live.passAndMeet(stage === 'nudge' ? 1 : silenceWarningMs - silenceNudgeMs);
      const payload = { conversationId: id, silence: silence(stage, leftMs) };
      expect(await live.told()).toMatchObject([
        { node: 'a', receiver: `seeker ${seeker.id}`, event: 'conversation:silent', payload },
        { node: 'b', receiver: `staff ${volunteer.id}`, event: 'conversation:silent', payload },
      ]);
      expect(await shown(live, talk)).toEqual(payload.silence);
    }
    await live.passAndMeet(silenceCloseMs - silenceWarningMs - 1);
    expect(await shown(live, talk)).toEqual(silence('warning', 1));
    await live.passAndMeet(1);
    expect(await live.told(seeker.id)).toMatchObject([
      { event: 'conversation:ended', payload: { reason: 'silence' } },
    ]);
    expect(await live.told(volunteer.id)).toEqual([]);
    expect(await shown(live, talk)).toBe('silence');
  });

  test('[C9] is not nudged before anyone has written, nor on the volunteer’s turn', async () => {
    const live = await openLive();
    const talk = await live.talk();
    await live.passAndMeet(silenceCloseMs);
    await say(live, talk, 'volunteer');
    await say(live, talk, 'seeker');
    for (let passed = 0; passed < 4; passed += 1) await live.passAndMeet(silenceCloseMs);
    expect(await shown(live, talk)).toBeNull();
    // Earlier time does not count either, once the volunteer has written.
    await say(live, talk, 'volunteer');
    await live.passAndMeet(silenceNudgeMs - 1);
    expect(await shown(live, talk)).toBeNull();
    await live.passAndMeet(1);
    expect(await shown(live, talk)).toMatchObject({ stage: 'nudge' });
  });

  test('[C9] counts as silent from the volunteer’s first message, however many follow', async () => {
    const live = await openLive();
    const talk = await asked(live);
    for (let more = 0; more < 20; more += 1) {
      live.pass(10_000);
      await say(live, talk, 'volunteer');
    }
    await live.passAndMeet(silenceNudgeMs - 200_000);
    expect(await shown(live, talk)).toEqual(silence('nudge', 10 * minute, 21));
  });

  test('[C9] stops the count with a message, or with one press, any number of times', async () => {
    const live = await openLive();
    const talk = await asked(live);
    for (let press = 0; press < 4; press += 1) {
      await live.passAndMeet(silenceNudgeMs);
      await live.passAndMeet(silenceWarningMs - silenceNudgeMs);
      expect(await shown(live, talk)).toMatchObject({ stage: 'warning' });
      await live.passAndMeet(silenceCloseMs - silenceWarningMs - 1);
      await live.told();
      await done(stay(live, talk));
      expect(await live.told()).toMatchObject([
        { receiver: `staff ${talk.volunteer.id}`, payload: { silence: null } },
      ]);
      expect(await shown(live, talk)).toBeNull();
    }
    await live.passAndMeet(silenceNudgeMs);
    await say(live, talk, 'seeker');
    expect(await shown(live, talk)).toBeNull();
    await live.passAndMeet(silenceCloseMs);
    expect(await shown(live, talk)).toBeNull();
  });

  test('[C9] gets the full time of each step, however late a node checks', async () => {
    const live = await openLive();
    const talk = await asked(live);
    await live.passAndMeet(2 * silenceCloseMs);
    expect(await shown(live, talk)).toEqual(silence('nudge', 10 * minute));
    await live.passAndMeet(silenceCloseMs);
    expect(await shown(live, talk)).toEqual(silence('warning', 5 * minute));
    await live.passAndMeet(5 * minute - 1);
    expect(await shown(live, talk)).toEqual(silence('warning', 1));
  });

  test.each(['seeker', 'volunteer'] as const)(
    '[C9] is not charged for time during which the %s is away',
    async (seat) => {
      const live = await openLive();
      const talk = await asked(live);
      const { seeker, volunteer } = talk;
      await live.passAndMeet(silenceNudgeMs);
      live.pass(minute);
      await live.told();
      if (seat === 'seeker') {
        await done(live.store.disconnectSeeker(seeker.id, seeker.at.connection, live.now));
      } else {
        await done(live.store.disconnectStaff(volunteer.id, volunteer.at.connection, live.now));
      }
      expect(await shown(live, talk)).toBeNull();
      await live.passAndMeet(9 * minute);
      expect(await shown(live, talk)).toBeNull();
      if (seat === 'seeker') await live.store.connectSeeker(seeker.id, address('b'), live.now);
      else await live.store.connectStaff(volunteer, address('a'), live.now);
      const left = silence('nudge', 9 * minute);
      expect(await shown(live, talk)).toEqual(left);
      // The seat that was there is told that it continues; the seat that returns gets it in its snapshot.
      const other = seat === 'seeker' ? volunteer.id : seeker.id;
      const told = await live.told(other);
      expect(told.at(-1)).toMatchObject({
        event: 'conversation:silent',
        payload: { silence: left },
      });
      await live.passAndMeet(4 * minute - 1);
      expect(await shown(live, talk)).toMatchObject({ stage: 'nudge' });
      await live.passAndMeet(1);
      expect(await shown(live, talk)).toMatchObject({ stage: 'warning' });
    },
  );
});

describe('both sides away in turn', () => {
  test.each([
    ['seeker', 'seeker'],
    ['seeker', 'volunteer'],
    ['volunteer', 'seeker'],
    ['volunteer', 'volunteer'],
  ] as const)(
    '[C9] %s away first, %s back first: earlier silence still counts, and nothing more',
    async (gone, back) => {
      const live = await openLive();
      const talk = await asked(live);
      const { seeker, volunteer } = talk;
      await live.passAndMeet(silenceNudgeMs);
      await live.passAndMeet(2 * minute);
      const goes = (seat: SupportSeat) =>
        seat === 'seeker'
          ? live.store.disconnectSeeker(seeker.id, seeker.at.connection, live.now)
          : live.store.disconnectStaff(volunteer.id, volunteer.at.connection, live.now);
      const comes = (seat: SupportSeat) =>
        seat === 'seeker'
          ? live.store.connectSeeker(seeker.id, address('b'), live.now)
          : live.store.connectStaff(volunteer, address('a'), live.now);
      const other = (seat: SupportSeat) => (seat === 'seeker' ? 'volunteer' : 'seeker');
      await done(goes(gone) as never);
      await live.passAndMeet(minute);
      await done(goes(other(gone)) as never);
      await live.passAndMeet(minute / 2);
      await comes(back);
      expect(await shown(live, talk)).toBeNull();
      await live.passAndMeet(6 * minute);
      await comes(other(back));
      expect(await shown(live, talk)).toEqual(silence('nudge', 8 * minute));
      await live.passAndMeet(3 * minute);
      expect(await shown(live, talk)).toEqual(silence('warning', 5 * minute));
      await live.passAndMeet(5 * minute);
      expect(await shown(live, talk)).toBe('silence');
    },
  );
});

describe('staying', () => {
  test('[C9] is possible for the seeker only', async () => {
    const live = await openLive();
    const { id, volunteer } = await asked(live);
    const { seeker: stranger } = await live.talk();
    for (const [conversation, whose] of [
      [id, stranger.id],
      [id, volunteer.id as never],
      [conversationId(), stranger.id],
    ] as const) {
      const attempt = () => live.store.stay(conversation, whose, live.now);
      expect(await live.attempt(attempt)).toEqual(refusal('not_found'));
    }
  });

  test('[C9] at the same moment as the end: one wins, the other is refused', async () => {
    for (let round = 0; round < 16; round += 1) {
      const live = await openLive();
      const talk = await asked(live);
      for (const _ of ['nudge', 'warning']) await live.passAndMeet(silenceNudgeMs);
      live.pass(silenceNudgeMs);
      const press = () => stay(live, talk);
      const meet = () => live.other.meetSilence(talk.id, live.now);
      const pressed = round % 2 === 0 ? press() : null;
      const [met, stayed] = await Promise.all([meet(), pressed ?? press()]);
      const won = { stayed, met, after: await shown(live, talk) };
      const inTime = { stayed: { ok: true }, met: refusal('wrong_state').answer, after: null };
      const tooLate = {
        stayed: refusal('not_found').answer,
        met: { ok: true, ended: 'silence' },
        after: 'silence',
      };
      expect([inTime, tooLate]).toContainEqual(won);
    }
  });

  test('[C9] silence that is not due, or of an ended conversation, changes nothing', async () => {
    const live = await openLive();
    const talk = await asked(live);
    const meet = () => live.store.meetSilence(talk.id, live.now);
    expect(await live.attempt(meet)).toEqual(refusal('wrong_state'));
    await done(live.store.endConversation(talk.seats.seeker, 'seeker', undefined, live.now));
    live.pass(silenceNudgeMs);
    expect(await live.attempt(meet)).toEqual(refusal('wrong_state'));
  });
});
