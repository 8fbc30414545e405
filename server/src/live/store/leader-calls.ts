/** Volunteers' calls to the leaders (rule V4). */
import type { LeaderCallStore } from '../../domain/live-store/leader-calls.ts';
import type { ScriptReply } from '../../redis/script.ts';
import * as replies from '../replies.ts';
import { outcome } from '../replies.ts';
import type { Calls } from './calls.ts';

export function leaderCallStore({ redis, root, done }: Calls): LeaderCallStore {
  async function call(reply: Promise<ScriptReply>) {
    const got = outcome(await reply, replies.LeaderCall);
    return got.ok ? { ok: true as const, call: got.value.call } : got;
  }
  return {
    raiseCall: (conversation, staff, kind, now) =>
      call(redis().callRaise(root, { conversation, staff, kind, now })),
    withdrawCall: (conversation, staff, now) =>
      done(redis().callWithdraw(root, { conversation, staff, now })),
    takeCall: (conversation, staff, publicKey, now, keptAside) =>
      call(redis().callTake(root, { conversation, staff, publicKey, aside: keptAside, now })),
    returnCall: (conversation, staff, now) =>
      done(redis().callReturn(root, { conversation, staff, now })),
    escalateCall: (conversation, now) => done(redis().callEscalate(root, { conversation, now })),
  };
}
