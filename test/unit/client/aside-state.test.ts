/** What a page keeps of an aside that has ended (rules V4, C18). */
import type { ShownAside } from '@terskel/client/state/aside';
import {
  startWork,
  volunteer,
  volunteerView,
  type VolunteerEvent,
} from '@terskel/client/state/volunteer';
import type { ConversationId, StaffId } from '@terskel/shared/ids';
import type { Staff } from '@terskel/shared/models';
import { expect, test } from 'vitest';

const staff: Staff = {
  ...{ id: 's' as StaffId, alias: 'Nora', roles: ['leader'], trained: true },
  ...{ capacity: 1, languages: ['no'], topics: [] },
};
const aside = (name: string, of: string, seat: ShownAside['seat']): ShownAside => ({
  ...{ conversationId: name as ConversationId, of: of as ConversationId, seat, alias: 'Kari' },
  lines: [
    { key: name, from: seat, text: 'Hei', alias: null, acceptedAt: null, delivery: 'sending' },
  ],
  ...{ keys: 'agreed', tampered: false, caughtUp: true, other: { connected: true } },
  ...{ otherIsTyping: true, isOver: false, former: null, before: [] },
});
const on = { type: 'availability', availability: { state: 'ready' }, at: 0 } as const;
const off = { type: 'availability', availability: { state: 'off' }, at: 0 } as const;
const began = { type: 'began', id: 'c' as ConversationId, feeling: null } as const;
const ended = (name: string, of: string, seat: ShownAside['seat']) =>
  ({ type: 'aside_ended', aside: aside(name, of, seat) }) as const;
const left = (...events: readonly VolunteerEvent[]) =>
  volunteerView([on, ...events].reduce(volunteer, startWork(staff)), [], []).asides;
const names = (asides: readonly ShownAside[]) => asides.map((each) => each.conversationId);

test('[V4] it stays until it is removed, and what was not sent is shown as failed', () => {
  const kept = left(began, ended('a', 'c', 'volunteer'));
  expect(kept).toMatchObject([
    { conversationId: 'a', isOver: true, otherIsTyping: false, lines: [{ delivery: 'failed' }] },
  ]);
  const id = 'a' as ConversationId;
  expect(left(began, ended('a', 'c', 'volunteer'), { type: 'aside_put_away', id })).toEqual([]);
});

test('[V4, C18] on the volunteer’s page it goes with its conversation, and is not kept without it', () => {
  const id = 'c' as ConversationId;
  expect(left(began, ended('a', 'c', 'volunteer'), { type: 'put_away', id })).toEqual([]);
  expect(left(ended('a', 'c', 'volunteer'))).toEqual([]);
});

test('[V4] on the leader’s page the next call replaces it, but not another aside of the same call', () => {
  const next = (of: string) =>
    ({ type: 'aside_began', of: of as ConversationId, seat: 'leader' }) as const;
  expect(names(left(ended('a', 'c', 'leader'), next('c')))).toEqual(['a']);
  expect(left(ended('a', 'c', 'leader'), next('d'))).toEqual([]);
});

test('[V4, C18] none stays after the shift, and no more than three at a time', () => {
  const four = ['a', 'b', 'd', 'e'].map((name) => ended(name, 'c', 'leader'));
  expect(names(left(...four))).toEqual(['b', 'd', 'e']);
  expect(left(...four, off)).toEqual([]);
  expect(left(off, ended('a', 'c', 'leader'))).toEqual([]);
});
