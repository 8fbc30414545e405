/** Only participants can read from a conversation or write to it: knowing its id is not enough. */
import type { LiveStore, SeatHolder, SeekerId } from '@terskel/server/domain/live-store';
import type { Outcome } from '@terskel/server/domain/ports';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { confirmation, publicKey } from '../../helpers/fixtures.ts';
import { SEATS } from '../../helpers/seats.ts';
import { liveStores, refusal } from '../../helpers/live.ts';
import {
  conversationId,
  done,
  lastWords,
  newId,
  seekerId,
  staffId,
  words,
} from '../../helpers/people.ts';

const openLive = liveStores();

type Ask = (store: LiveStore, holder: SeatHolder, now: number) => Promise<Outcome<object>>;
/** All commands that name a conversation. */
const commands: readonly (readonly [name: string, ask: Ask])[] = [
  ['message:send', (store, holder, now) => store.sendMessage(holder, words(), now)],
  ['message:received', (store, holder) => store.receiveMessages(holder, 1)],
  ['typing:set', (store, holder) => store.setTyping(holder, true)],
  ['conversation:resync', (store, holder) => store.messagesAfter(holder, 0)],
  [
    'conversation:confirm',
    (store, { conversationId: id, participant }) =>
      store.confirmKeys(id, participant, confirmation()),
  ],
  [
    'conversation:end',
    (store, holder, now) => store.endConversation(holder, 'seeker', lastWords(), now),
  ],
  [
    'conversation:requeue',
    (store, { conversationId: id, participant }, now) =>
      store.requeue(id, participant as SeekerId, 'keys_differ', newId(), publicKey(), now),
  ],
];

const seekersOnly = new Set(['conversation:confirm', 'conversation:requeue']);

describe.each(commands)('%s', (name, ask) => {
  test('[C1] an outsider, the wrong seat and an unknown person all get not_found', async () => {
    const live = await openLive();
    const { id, seeker, volunteer, seats } = await live.talk();
    const other = await live.talk({ language: 'en' }, { languages: ['en'] });
    await done(live.store.sendMessage(seats.seeker, words(), live.now));
    const people = [other.seeker.id, other.volunteer.id, seekerId(), staffId()];
    const outside: SeatHolder[] = [
      ...people.flatMap((participant) =>
        SEATS.map((seat) => ({ conversationId: id, seat, participant })),
      ),
      // Commands for seekers only name no seat.
      ...(seekersOnly.has(name) ? [] : [{ ...seats.seeker, seat: 'volunteer' } as const]),
      { ...seats.volunteer, seat: 'seeker' },
      { conversationId: conversationId(), seat: 'seeker', participant: seeker.id },
      { conversationId: conversationId(), seat: 'volunteer', participant: volunteer.id },
      { ...seats.seeker, participant: '' as SeekerId },
    ];
    for (const holder of outside) {
      const attempt = await live.attempt(() => ask(live.store, holder, live.now));
      expect(attempt).toEqual(refusal('not_found'));
    }
  });

  test('[C1] after the end the former participants get not_found as well', async () => {
    const live = await openLive();
    const { seats } = await live.talk();
    await done(live.store.endConversation(seats.seeker, 'seeker', undefined, live.now));
    live.pass(TIMES.wrapUpMs);
    for (const seat of SEATS) {
      const attempt = await live.attempt(() => ask(live.store, seats[seat], live.now));
      expect(attempt).toEqual(refusal('not_found'));
    }
  });
});
