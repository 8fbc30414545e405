/** Calls to the leaders on duty, on the volunteer's and the leader's page. */
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { startTalk } from '@terskel/client/state/talk';
import {
  startWork,
  volunteer,
  volunteerView,
  type VolunteerEvent,
  type VolunteerState,
} from '@terskel/client/state/volunteer';
import type { ConversationId, StaffId } from '@terskel/shared/ids';
import type { Call, CallShown, Conversation, Staff } from '@terskel/shared/models';
import { expect, test } from 'vitest';

const staff: Staff = {
  ...{ id: 's' as StaffId, alias: 'Nora', roles: ['leader'], trained: true },
  ...{ capacity: 1, languages: ['no'], topics: [] },
};
const id = 'c' as ConversationId;
const conversation: Conversation = {
  ...{ id, kind: 'support', seat: 'volunteer', language: 'no', urgent: false, danger: false },
  seats: {
    seeker: { presence: { connected: true }, received: 0, sent: 0 },
    volunteer: { alias: 'Nora', presence: { connected: true }, received: 0, sent: 0 },
  },
  ...{ keyEpoch: FIRST_EPOCH, visit: null },
  ...{ held: false, call: null, volunteerKeys: 'held', encapsulation: '' },
  confirmations: { volunteer: '' },
  ...{ startedAt: 0, startedForMs: 0, plannedMs: 2_700_000, silence: null, mayAskAnother: false },
  ...{ lastSeq: 0, transfer: null },
};
const call: Call = { kind: 'help', forMs: 60_000, by: null, escalated: false };
const others: CallShown = {
  ...{ conversationId: 'd' as ConversationId, alias: 'Kari', language: 'no', mine: false, ...call },
};
const after = (...events: readonly VolunteerEvent[]): VolunteerState =>
  events.reduce(volunteer, startWork(staff));
const talks = [startTalk(conversation, 100_000)];
const began = { type: 'began', id, feeling: null } as const;
const called = { type: 'call', id, call, at: 100_000 } as const;

test('[V4] a call is shown with its time by this device’s clock, until it is withdrawn', () => {
  const shown = (state: VolunteerState) => volunteerView(state, talks, []).talks[0]?.call;
  expect(shown(after(began))).toBeNull();
  expect(shown(after(began, called))).toEqual({
    ...{ kind: 'help', by: null, escalated: false, since: 40_000 },
  });
  expect(shown(after(began, called, { ...called, call: null }))).toBeNull();
});

test('[V4] a call of a conversation that this page does not show is ignored', () => {
  expect(after(called)).toEqual(startWork(staff));
});

test('[V4] a conversation that has ended shows no call', () => {
  const [talk] = talks;
  if (talk === undefined) throw new Error('there is no talk');
  const { ended } = after(began, called, { type: 'ended', talk, reason: 'exit' });
  expect(ended).toMatchObject([{ conversationId: id, call: null }]);
});

test('[V4] a leader who goes off duty sees the calls that the service says', () => {
  const shown = { type: 'calls', calls: [others], at: 100_000 } as const;
  const on = { type: 'availability', availability: { state: 'ready' }, at: 100_000 } as const;
  const off = { type: 'availability', availability: { state: 'off' }, at: 100_000 } as const;
  const { forMs: _, ...rest } = others;
  expect(after(on, shown).calls).toEqual([{ ...rest, since: 40_000 }]);
  expect(after(on, shown, off).calls).toHaveLength(1);
  expect(after(on, shown, { ...shown, calls: [] }, off).calls).toEqual([]);
});

test.each([
  ['agreed', false, 'left'],
  ['agreed', true, 'over'],
  ['missing', false, 'no_key'],
] as const)(
  '[E5] a leader reads why the visit is over (keys %s, conversation over: %s), and that something was not sent',
  (keys, isOver, why) => {
    const [talk] = talks;
    if (talk === undefined) throw new Error('there is no talk');
    const told = (pending: typeof talk.pending) => {
      const visit = { ...talk, keys, pending };
      return after(began, { type: 'visit_ended', talk: visit, isOver });
    };
    const note = { kind: 'visit', why, alias: 'Nora', unsent: false };
    expect(told([])).toMatchObject({ note, about: new Map() });
    const unsent = { key: '1', text: 'hei', failed: false };
    expect(told([unsent]).note).toEqual({ ...note, unsent: true });
    // The leader is let in again.
    expect(volunteer(told([]), began).note).toBeNull();
  },
);
