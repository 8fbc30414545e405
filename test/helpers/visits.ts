/** Visitors of a conversation: Lua with the store's own libraries, as the scripts of a leader's visit will use them. */
import { sourceOf } from '@terskel/server/redis/script';
import type { SeatHolder } from '@terskel/server/domain/live-store';
import type { Live } from './live.ts';
import type { Talk, Volunteer } from './people.ts';

/** Runs Lua in the store of a test; `words` are its ARGV. */
export async function runLua(live: Live, lua: string, words: readonly string[]): Promise<unknown> {
  return live.redis.sendCommand(['EVAL', sourceOf(lua), '1', live.keys.root, ...words]);
}

const TAKE = `--#include participants visits
local id, staff = unpack(ARGV)
take_seat(id, read(key('conversation', id)), 'leader', staff, read(key('volunteer', staff)))`;
const LEAVE = `--#include participants visits
leave_seat(ARGV[1], read(key('conversation', ARGV[1])), 'leader')`;

/** A leader takes the third seat. */
export async function letIn(live: Live, { id }: Talk, leader: Volunteer): Promise<SeatHolder> {
  await runLua(live, TAKE, [id, leader.id]);
  return { conversationId: id, seat: 'leader', participant: leader.id };
}

export async function leaves(live: Live, { id }: Talk): Promise<void> {
  await runLua(live, LEAVE, [id]);
}
