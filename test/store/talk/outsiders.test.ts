/** Only participants can read from a conversation or write to it: knowing its id is not enough. */
import type { LiveStore, Seat, SeekerId } from '@terskel/server/domain/live-store';
import type { Outcome } from '@terskel/server/domain/ports';
import { TIMES } from '@terskel/shared/limits';
import type { Side } from '@terskel/shared/models';
import { describe, expect, test } from 'vitest';
import { confirmation, publicKey } from '../../helpers/fixtures.ts';
import { liveStores, refusal } from '../../helpers/live.ts';
import { conversationId, done, newId, seekerId, staffId, words } from '../../helpers/people.ts';

const openLive = liveStores();

type Ask = (store: LiveStore, seat: Seat, now: number) => Promise<Outcome<object>>;
/** All commands that name a conversation. */
const commands: readonly (readonly [name: string, ask: Ask])[] = [
  ['message:send', (store, seat, now) => store.sendMessage(seat, words(), now)],
  ['message:received', (store, seat) => store.receiveMessages(seat, 1)],
  ['typing:set', (store, seat) => store.setTyping(seat, true)],
  ['conversation:resync', (store, seat) => store.messagesAfter(seat, 0)],
  [
    'conversation:confirm',
    (store, { conversationId: id, participant }) =>
      store.confirmKeys(id, participant as SeekerId, confirmation()),
  ],
  ['conversation:end', (store, seat, now) => store.endConversation(seat, seat.side, words(), now)],
  [
    'conversation:requeue',
    (store, { conversationId: id, participant }, now) =>
      store.requeue(id, participant as SeekerId, 'keys_differ', newId(), publicKey(), now),
  ],
];
const sides: readonly Side[] = ['seeker', 'volunteer'];

const seekersOnly = new Set(['conversation:confirm', 'conversation:requeue']);

describe.each(commands)('%s', (name, ask) => {
  test('[C1] an outsider, the wrong side and an unknown person all get not_found', async () => {
    const live = await openLive();
    const { id, seeker, volunteer, seats } = await live.talk();
    const other = await live.talk({ language: 'en' }, { languages: ['en'] });
    await done(live.store.sendMessage(seats.seeker, words(), live.now));
    const people = [other.seeker.id, other.volunteer.id, seekerId(), staffId()];
    const outside: Seat[] = [
      ...people.flatMap((participant) =>
        sides.map((side) => ({ conversationId: id, side, participant })),
      ),
      // Commands for seekers only name no side.
      ...(seekersOnly.has(name) ? [] : [{ ...seats.seeker, side: 'volunteer' } as const]),
      { ...seats.volunteer, side: 'seeker' },
      { conversationId: conversationId(), side: 'seeker', participant: seeker.id },
      { conversationId: conversationId(), side: 'volunteer', participant: volunteer.id },
      { ...seats.seeker, participant: '' as SeekerId },
    ];
    for (const seat of outside) {
      const attempt = await live.attempt(() => ask(live.store, seat, live.now));
      expect(attempt).toEqual(refusal('not_found'));
    }
  });

  test('[C1] after the end the former participants get not_found as well', async () => {
    const live = await openLive();
    const { seats } = await live.talk();
    await done(live.store.endConversation(seats.seeker, 'seeker', undefined, live.now));
    live.pass(TIMES.wrapUpMs);
    for (const side of sides) {
      const attempt = await live.attempt(() => ask(live.store, seats[side], live.now));
      expect(attempt).toEqual(refusal('not_found'));
    }
  });
});
