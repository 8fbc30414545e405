/** Visitors of a conversation (rule E5), and Lua with the store's own libraries. */
import { sourceOf } from '@terskel/server/redis/script';
import type { SeatHolder } from '@terskel/server/domain/live-store';
import { VisitId } from '@terskel/shared/ids';
import type { VisitEpoch } from '@terskel/shared/models';
import { ciphertext, confirmation, encapsulation, publicKey } from './fixtures.ts';
import type { Live } from './live.ts';
import { done, newId, type Talk, type Volunteer } from './people.ts';

/** Runs Lua in the store of a test; `words` are its ARGV. */
export async function runLua(live: Live, lua: string, words: readonly string[]): Promise<unknown> {
  return live.redis.sendCommand(['EVAL', sourceOf(lua), '1', live.keys.root, ...words]);
}

const sealedSecret = () => ciphertext().slice(0, 64);
export const newVisit = (number: number): VisitEpoch => ({ number, visit: VisitId.parse(newId()) });

/** The volunteer calls, and the leader takes the call. Returns the key of the leader's tab. */
export async function called(live: Live, talk: Talk, leader: Volunteer): Promise<string> {
  const { id, seeker, volunteer } = talk;
  const { confirmations } = (await conversationOf(live, talk)) ?? {};
  const tag = confirmations?.seeker ?? confirmation();
  await done(live.store.confirmKeys(id, seeker.id, tag));
  await done(live.store.withdrawCall(id, volunteer.id, live.now));
  await done(live.store.raiseCall(id, volunteer.id, 'help', live.now));
  const leaderKey = publicKey();
  await done(live.store.takeCall(id, leader.id, leaderKey, live.now));
  return leaderKey;
}

export const visitOf = ({ id }: Pick<Talk, 'id'>, keyEpoch: VisitEpoch, leaderKey: string) => ({
  ...{ conversationId: id, keyEpoch, leaderKey },
  ...{ encapsulation: encapsulation(), sealedSecret: sealedSecret() },
  confirmation: confirmation(),
});

/** A leader takes the third seat, in a key epoch of its own. */
export async function letIn(
  live: Live,
  talk: Talk,
  leader: Volunteer,
  number = 1,
): Promise<{ readonly seat: SeatHolder; readonly keyEpoch: VisitEpoch }> {
  const leaderKey = await called(live, talk, leader);
  const keyEpoch = newVisit(number);
  const visit = visitOf(talk, keyEpoch, leaderKey);
  await done(live.store.openVisit(talk.volunteer.id, visit, live.now));
  const seat = { conversationId: talk.id, seat: 'leader', participant: leader.id } as const;
  return { seat, keyEpoch };
}

/** The conversation as its volunteer sees it. */
export async function conversationOf(live: Live, { volunteer, id }: Talk) {
  const { conversations } = await live.store.staff(volunteer, live.now);
  return conversations.find((each) => each.id === id);
}
