/** What remains of a seeker's visit: a tombstone for ten minutes, then nothing. */
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { findIn } from '../../helpers/dump.ts';
import { confirmation, publicKey } from '../../helpers/fixtures.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { done, lastWords, newId, words } from '../../helpers/people.ts';

const openLive = liveStores();

/** A conversation with every kind of trace. */
async function richTalk(live: Live) {
  const talk = await live.talk({ topic: 'grief', feeling: 1, urgent: true }, { node: 'b' });
  const { seats, id, seeker, volunteer, conversation } = talk;
  const said = [words(1), words(2)];
  const shown = confirmation();
  for (const message of said) await done(live.store.sendMessage(seats.seeker, message, live.now));
  await done(live.store.receiveMessages(seats.volunteer, 2));
  await done(live.store.confirmKeys(id, seeker.id, shown));
  // Both sides have been away: the deadlines for that still exist.
  await done(live.store.disconnectSeeker(seeker.id, seeker.at, live.now));
  await live.store.connectSeeker(seeker.id, seeker.at, live.now);
  await done(live.store.disconnectStaff(volunteer.id, volunteer.at, live.now));
  await live.store.connectStaff(volunteer, volunteer.at, live.now);
  return {
    ...talk,
    /** Of the ticket, which has become the conversation. */
    past: [seeker.ticketId, seeker.publicKey],
    connection: seeker.at.connection,
    /** Of the conversation, besides its id. */
    secrets: [
      ...said.map(({ ciphertext }) => ciphertext),
      ...[conversation.encapsulation, conversation.confirmations.volunteer, shown],
    ],
  };
}

async function leftOf(
  live: Live,
  { past, connection, secrets, seeker, id }: Awaited<ReturnType<typeof richTalk>>,
) {
  const dump = await live.dump();
  return {
    secrets: findIn(dump, [...past, connection, ...secrets]),
    ids: findIn(dump, [seeker.id, id]).map((line) => line.split(' = ')[0]),
  };
}
const nothing = { secrets: [], ids: [] };

describe('after a conversation', () => {
  test('[A6] during it the search finds every trace of it, but none of the ticket', async () => {
    const live = await openLive();
    const { secrets, connection, id, past } = await richTalk(live);
    const dump = await live.dump();
    const missed = [...secrets, connection, id].filter((word) => findIn(dump, [word]).length === 0);
    expect(missed).toEqual([]);
    expect(findIn(dump, past)).toEqual([]);
  });

  test.each(['seeker', 'keys_differ', 'volunteer'] as const)(
    '[A6] ended by %s, only the tombstone remains, and nothing after ten minutes',
    async (reason) => {
      const live = await openLive();
      const talk = await richTalk(live);
      const lastMessage = reason === 'volunteer' ? lastWords() : undefined;
      const seat = reason === 'volunteer' ? 'volunteer' : 'seeker';
      await done(live.store.endConversation(talk.seats[seat], reason, lastMessage, live.now));

      const key = `tombstone:${talk.seeker.id}`;
      expect(JSON.parse((await live.dump()).strings[key] ?? '')).toEqual({
        ...{ kind: 'conversation_ended', conversationId: talk.id, reason, danger: true },
        ...(lastMessage && { lastMessage }),
      });
      // The tombstone's value, expiry and deadline; and the right to feedback, with the feeling told before.
      const right = `answer-right:${talk.seeker.id}`;
      const rights = reason === 'keys_differ' ? [] : [right, right];
      const { hashes } = await live.dump();
      const open = { state: 'open', feeling: '1' };
      expect(hashes[right]).toEqual(rights.length === 0 ? undefined : open);
      const tombstone = { secrets: [], ids: [...rights, 'deadlines', key, key] };
      expect(await leftOf(live, talk)).toEqual(tombstone);
      await live.passAndMeet(TIMES.tombstoneMs - 1);
      expect(await leftOf(live, talk)).toEqual(tombstone);
      await live.passAndMeet(1);
      expect(await leftOf(live, talk)).toEqual(nothing);
    },
  );

  test('[A6] the tombstone also expires by itself if no deadline is handled', async () => {
    const live = await openLive();
    const talk = await richTalk(live);
    await done(live.store.endConversation(talk.seats.seeker, 'seeker', undefined, live.now));
    const lifeMs = await live.redis.pTTL(`${live.keys.root}:tombstone:${talk.seeker.id}`);
    expect(lifeMs).toBeGreaterThan(0);
    expect(lifeMs).toBeLessThanOrEqual(TIMES.tombstoneMs);
  });

  test('[A6] ended by exit, nothing remains', async () => {
    const live = await openLive();
    const talk = await richTalk(live);
    await done(live.store.endConversation(talk.seats.seeker, 'exit', undefined, live.now));
    expect(await leftOf(live, talk)).toEqual(nothing);
  });

  test('[A6] ended because the seeker was lost, only the tombstone remains, and then nothing', async () => {
    const live = await openLive();
    const talk = await richTalk(live);
    await done(live.store.disconnectSeeker(talk.seeker.id, talk.seeker.at, live.now));
    await live.passAndMeet(TIMES.seekerLostMs);
    await live.passAndMeet(TIMES.seekerGoneMs);
    expect((await leftOf(live, talk)).secrets).toEqual([]);
    await live.passAndMeet(TIMES.tombstoneMs);
    expect(await leftOf(live, talk)).toEqual(nothing);
  });

  test('[A6] after a requeue the session continues, and nothing of the conversation remains', async () => {
    const live = await openLive();
    const { id, seeker, past, secrets } = await richTalk(live);
    await done(live.store.requeue(id, seeker.id, 'keys_differ', newId(), publicKey(), live.now));
    expect(findIn(await live.dump(), [id, ...past, ...secrets])).toEqual([]);
  });
});

describe('after a ticket', () => {
  test.each(['cancelled', 'expired', 'closed', 'exit'] as const)(
    '[A6] that was %s only its end remains, and not for long',
    async (reason) => {
      const live = await openLive();
      const volunteer = await live.volunteer();
      const { id, ticketId, publicKey: key, at } = await live.waiting();
      const offer = await live.offered(volunteer);
      await done(live.store.returnOffer(offer.id, volunteer.id, live.now));
      await done(live.store.endTicket(id, reason, live.now));
      const secrets = [ticketId, key, at.connection, offer.id, offer.conversationId];
      expect(findIn(await live.dump(), secrets)).toEqual([]);
      expect(findIn(await live.dump(), [id])).toHaveLength(reason === 'exit' ? 0 : 3);
      await live.passAndMeet(TIMES.tombstoneMs);
      expect(findIn(await live.dump(), [id])).toEqual([]);
    },
  );
});
