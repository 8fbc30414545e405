import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { returning, seeker, seekerView, volunteerLost } from '@terskel/client/state/seeker';
import { presence } from '@terskel/client/state/others';
import { type TalkState, startTalk, talk } from '@terskel/client/state/talk';
import { talkView } from '@terskel/client/state/talk-view';
import { startWork, volunteer, volunteerView } from '@terskel/client/state/volunteer';
import type { ConversationId, OfferId, StaffId, TicketId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import type { Conversation, Offer, Staff, Ticket } from '@terskel/shared/models';
import { describe, expect, test } from 'vitest';
import { conversationId } from './values.ts';

const id = 't' as TicketId;
const waiting: Ticket = { id, state: 'waiting', place: 3, wait: null, keepWithinMs: null };
const told = (ticket: Ticket, at = 0, cameBack = false) =>
  ({ type: 'ticket', ticket, at, cameBack, intake: 'open' }) as const;

const conversation: Conversation = {
  id: conversationId(),
  kind: 'support',
  seat: 'seeker',
  seats: {
    seeker: { presence: { connected: true }, received: 0, sent: 0 },
    volunteer: { alias: 'Kari', presence: { connected: true }, received: 0, sent: 0 },
  },
  ...{ keyEpoch: FIRST_EPOCH, visit: null },
  language: 'no',
  ...{ urgent: false, danger: false, held: false, call: null, volunteerKeys: 'held' },
  encapsulation: '',
  confirmations: { volunteer: '' },
  startedAt: 1_000_000,
  startedForMs: 5_000,
  plannedMs: 45 * 60_000,
  ...{ silence: null, mayAskAnother: true },
  lastSeq: 0,
  transfer: null,
};

test.each([0, 7 * 3_600_000, -7 * 3_600_000, 10 * 60_000])(
  '[U6] a device whose clock is ahead by %d ms shows the service’s times by its own clock',
  (aheadMs) => {
    const from = 'volunteer' as const;
    const said = (seq: number, sinceMs: number) =>
      ({
        type: 'opened',
        message: {
          ...{ seq, from, counter: seq, keyEpoch: FIRST_EPOCH, ciphertext: '' },
          acceptedAt: conversation.startedAt + sinceMs,
        },
        content: { id: String(seq), text: '' },
      }) as const;
    const now = conversation.startedAt + conversation.startedForMs;
    const times = (state: TalkState) => talkView(state).lines.map((line) => line.acceptedAt);
    const begun = talk(startTalk(conversation, now + aheadMs), said(1, 2_000));
    const at = conversation.startedAt + aheadMs;
    expect(talkView(begun).startedAt).toBe(at);
    expect(times(begun)).toEqual([at + 2_000]);
    // A slow network changes no shown time; setting the clock moves all of them, including earlier ones.
    const told = (ms: number) =>
      talk(begun, { type: 'updated', conversation, at: now + aheadMs + ms });
    expect(times(told(50_000))).toEqual([at + 2_000]);
    const set = talk(told(-3_600_000), said(2, 4_000));
    expect(times(set)).toEqual([at - 3_600_000 + 2_000, at - 3_600_000 + 4_000]);
  },
);

describe('waiting', () => {
  test('[Q5] an offered ticket keeps the last known place', () => {
    const placed = seeker({ page: 'landing' }, told(waiting));
    const offered = seeker(placed, told({ id, state: 'offered' }));
    expect(offered).toMatchObject({ offered: true, place: 3, keepBy: null });
    expect(seeker(offered, told(waiting))).toMatchObject({ offered: false, place: 3 });
  });

  test('[Q6] a tab that returned says so until the place changes', () => {
    const back = seeker(returning('waiting'), told(waiting, 0, true));
    expect(back).toMatchObject({ cameBack: true, link: 'online' });
    expect(seeker(back, told(waiting))).toMatchObject({ cameBack: true });
    expect(seeker(back, told({ ...waiting, place: 2 }))).toMatchObject({ cameBack: false });
  });

  test('[I4] the intake state is shown to waiting seekers only', () => {
    expect(returning('waiting')).toMatchObject({ intake: null });
    const placed = seeker({ page: 'landing' }, told(waiting));
    expect(placed).toMatchObject({ intake: 'open' });
    const gone = { type: 'intake', intake: 'unstaffed' } as const;
    expect(seeker(placed, gone)).toMatchObject({ page: 'waiting', place: 3, intake: 'unstaffed' });
    const ended = seeker(placed, { type: 'ended', end: { of: 'ticket', reason: 'expired' } });
    expect(seeker(ended, gone)).toBe(ended);
  });

  test('[Q7] the time left to answer becomes a time of this device’s clock', () => {
    const asked = told({ ...waiting, keepWithinMs: 1_000 }, 50_000);
    expect(seeker({ page: 'landing' }, asked)).toMatchObject({ keepBy: 51_000 });
  });

  test('[U6] the link status is shown where there is a link, and nowhere else', () => {
    const placed = seeker({ page: 'landing' }, told(waiting));
    const gone = { type: 'link', link: 'offline' } as const;
    expect(seeker(placed, gone)).toMatchObject({ page: 'waiting', link: 'offline' });
    const ended = seeker(placed, { type: 'ended', end: { of: 'ticket', reason: 'expired' } });
    expect(seeker(ended, gone)).toBe(ended);
  });
});

describe('a lost volunteer', () => {
  const at = 1_000_000;
  const lost = talk(startTalk(conversation, at), {
    type: 'other',
    seat: 'volunteer',
    by: presence({ connected: false, lostForMs: 10_000 }, at),
  });

  test('[C5] a notice comes first, then a choice, and nothing while the volunteer is connected', () => {
    const lostAt = at - 10_000;
    const words = lostAt + TIMES.volunteerLostWordsMs;
    const choice = lostAt + TIMES.volunteerLostChoiceMs;
    expect(volunteerLost(lost, words - 1)).toEqual({ lost: 'no', nextAt: words });
    expect(volunteerLost(lost, words)).toEqual({ lost: 'words', nextAt: choice });
    expect(volunteerLost(lost, choice)).toEqual({ lost: 'choice', nextAt: null });
    expect(volunteerLost(startTalk(conversation, at), at)).toEqual({ lost: 'no', nextAt: null });
  });

  test('[C5] a volunteer who is back is shown as connected', () => {
    const back = talk(lost, {
      ...{ type: 'other', seat: 'volunteer', by: presence({ connected: true }, at) },
    });
    const view = seekerView({ page: 'conversation', link: 'online' }, back, at + 1_000_000);
    expect(view).toMatchObject({ volunteerLost: 'no' });
  });

  test('[F5] the conversation began when the service says, also after a reload', () => {
    expect(lost.startedAt).toBe(at - 5_000);
  });
});

describe('a volunteer’s work', () => {
  const staff: Staff = {
    id: 's' as StaffId,
    alias: 'Kari',
    roles: ['volunteer'],
    trained: true,
    capacity: 2,
    languages: ['no'],
    topics: [],
  };
  const offer: Offer = {
    id: 'o' as OfferId,
    conversationId: conversation.id,
    publicKey: '',
    language: 'no',
    urgent: false,
    waitedMs: 0,
    expiresInMs: 45_000,
  };
  const start = startWork(staff);
  const offered = volunteer(start, { type: 'offered', offer, at: 1_000 });

  test('[O2] a repeated offer keeps what was pressed; another offer starts fresh', () => {
    expect(offered.offer).toEqual({ offer, expiresAt: 46_000, accepting: false });
    const pressed = volunteer(offered, { type: 'accepting', offerId: offer.id, accepting: true });
    const again = volunteer(pressed, { type: 'offered', offer, at: 2_000 });
    expect(again.offer).toMatchObject({ accepting: true, expiresAt: 47_000 });
    const other = { ...offer, id: 'p' as OfferId };
    expect(volunteer(pressed, { type: 'offered', offer: other, at: 0 }).offer?.accepting).toBe(
      false,
    );
  });

  test('[O2] only the offer that is gone is removed', () => {
    const gone = (offerId: OfferId | null) => volunteer(offered, { type: 'offer_gone', offerId });
    expect(gone('p' as OfferId).offer).not.toBeNull();
    expect(gone(offer.id).offer).toBeNull();
    expect(gone(null).offer).toBeNull();
  });

  test('[O2, O7] going off duty removes the offer', () => {
    const stands = (state: 'ready' | 'off') =>
      volunteer(offered, { type: 'availability', availability: { state }, at: 2_000 });
    expect(stands('ready').offer).toEqual(offered.offer);
    expect(stands('off').offer).toBeNull();
  });

  test('[O6] wrapping up ends at a time of this device’s clock', () => {
    const availability = { state: 'wrapping_up', leftMs: 5_000 } as const;
    const wrapping = volunteer(start, { type: 'availability', availability, at: 1_000 });
    expect(wrapping.availability).toEqual({ state: 'wrapping_up', until: 6_000 });
  });

  test('[O1] the oldest of several conversations comes first', () => {
    const id = 'c2' as ConversationId;
    const newer = startTalk({ ...conversation, id, startedForMs: 0 }, 10_000);
    const older = startTalk({ ...conversation, startedForMs: 9_000 }, 10_000);
    const inTurn = [older, newer].reduce(
      (state, { conversation: { id: begun } }) =>
        volunteer(state, { type: 'began', id: begun, feeling: null }),
      start,
    );
    const { talks } = volunteerView(inTurn, [newer, older], []);
    expect(talks.map(({ startedAt }) => startedAt)).toEqual([1_000, 10_000]);
    expect(talks.map(({ number }) => number)).toEqual([1, 2]);
  });
});
