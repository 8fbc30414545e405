/** Asides between a volunteer and the leader who has taken the call (rule V4), in the live store. */
import type { SeatHolder } from '@terskel/server/domain/live-store';
import type { ConversationId } from '@terskel/shared/ids';
import { confirmation, encapsulation, publicKey } from './fixtures.ts';
import type { Live } from './live.ts';
import { done, newId, type Talk, type Volunteer } from './people.ts';
import { conversationOf } from './visits.ts';

export interface OpenedAside {
  readonly id: ConversationId;
  readonly seats: { readonly volunteer: SeatHolder; readonly leader: SeatHolder };
}

/** The volunteer calls, and the leader takes the call. */
export async function takenCall(live: Live, talk: Talk, leader: Volunteer): Promise<void> {
  await done(live.store.raiseCall(talk.id, talk.volunteer.id, 'help', live.now));
  await done(live.store.takeCall(talk.id, leader.id, publicKey(), live.now));
}

export const reserve = (live: Live, { id, volunteer }: Talk) =>
  live.store.reserveAside(id, volunteer.id, newId());

/** The key with which a leader has taken the call; any other one if nobody has. */
export const keyOf = async (live: Live, talk: Talk) =>
  (await conversationOf(live, talk))?.call?.leaderKey ?? publicKey();

export async function openAside(
  live: Live,
  talk: Talk,
  asideId: ConversationId,
  keys = { encapsulation: encapsulation(), confirmation: confirmation() },
  leaderKey?: string,
) {
  const { id, volunteer } = talk;
  const ids = { conversationId: id, asideId, leaderKey: leaderKey ?? (await keyOf(live, talk)) };
  return live.store.openAside(volunteer.id, { ...ids, ...keys }, live.now);
}

/** The volunteer opens an aside with the leader who has taken the call. */
export async function openedAside(live: Live, talk: Talk, leader: Volunteer): Promise<OpenedAside> {
  const { asideId: id } = await done(reserve(live, talk));
  await done(openAside(live, talk, id));
  const seats = {
    volunteer: { conversationId: id, seat: 'volunteer', participant: talk.volunteer.id },
    leader: { conversationId: id, seat: 'leader', participant: leader.id },
  } as const;
  return { id, seats };
}
