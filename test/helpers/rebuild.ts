/** A loss of the live store in store tests: who is restored, and the log before and after. */
import type { Message } from '@terskel/shared/models';
import type { Live } from './live.ts';
import { done, newId, words, type Talk } from './people.ts';
import type { SupportSeat } from './seats.ts';

/** The counters in each seat's resume ticket. */
type SentBy = Record<SupportSeat, Readonly<Record<SupportSeat, number>>>;
const none = { seeker: 0, volunteer: 0 };

/**
 * Deletes everything that the store holds of this test, then restores both sides from their resume tickets. By default,
 * the tickets were issued before the first message.
 */
export async function loseAndRestore(
  live: Live,
  { seeker, volunteer }: Talk,
  sent: SentBy = { seeker: none, volunteer: none },
): Promise<void> {
  await live.store.beat('a', newId(), live.now, null);
  const mine = await live.store.seekerRecord(seeker.id);
  const theirs = await live.store.staffRecord(volunteer.id);
  if (mine === null || theirs === null) throw new Error('there is no record to restore');
  // Issued in the previous store epoch.
  const sentIn = (seat: SupportSeat) => ({
    seekerSent: String(sent[seat].seeker),
    volunteerSent: String(sent[seat].volunteer),
  });
  const before = { ...mine, epoch: newId(), record: { ...mine.record, ...sentIn('seeker') } };
  for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
  await live.store.beat('a', newId(), live.now, null);
  await done(live.other.restoreSeeker(seeker.id, before, live.now, live.now));
  const conversations = theirs.conversations.map(({ id, record }) => {
    return { id, record: Object.assign({}, record, sentIn('volunteer')) };
  });
  const also = { epoch: newId(), conversations };
  await done(live.store.restoreStaff(volunteer.id, also, live.now, live.now));
  await live.store.connectSeeker(seeker.id, seeker.at, live.now);
  await live.store.connectStaff(volunteer, volunteer.at, live.now);
}

export async function logOf(live: Live, { seats }: Talk, seat: SupportSeat): Promise<Message[]> {
  const all: Message[] = [];
  for (let isMore = true; isMore;) {
    const after = all.at(-1)?.seq ?? 0;
    const { messages, more } = await done(live.store.messagesAfter(seats[seat], after));
    all.push(...messages);
    isMore = more;
  }
  return all;
}

/** Sends messages with the counters that follow; returns the log. */
export async function converse(
  live: Live,
  talk: Talk,
  by: readonly SupportSeat[],
): Promise<Message[]> {
  const state = await live.store.seeker(talk.seeker.id, live.now);
  if (state.kind !== 'conversation') throw new Error('there is no conversation');
  const { seats } = state.conversation;
  const sent = { seeker: seats.seeker?.sent ?? 0, volunteer: seats.volunteer?.sent ?? 0 };
  for (const seat of by) {
    sent[seat] += 1;
    await done(live.store.sendMessage(talk.seats[seat], words(sent[seat]), live.now));
  }
  return logOf(live, talk, 'seeker');
}

export const highest = (messages: readonly Message[]) =>
  Math.max(0, ...messages.map((m) => m.counter));
