/** The live store on Redis: one typed wrapper per script, grouped in `store/`. `keys.ts` lists the keys and their lifetimes. */
import type { LiveStore } from '../domain/live-store.ts';
import type { RedisClient } from '../redis/client.ts';
import type { Keys } from './keys.ts';
import { asideStore } from './store/asides.ts';
import { liveCalls } from './store/calls.ts';
import { conversationStore } from './store/conversations.ts';
import { countStore } from './store/counts.ts';
import { feedbackStore } from './store/feedback.ts';
import { leaderCallStore } from './store/leader-calls.ts';
import { nodeStore } from './store/nodes.ts';
import { offerStore } from './store/offers.ts';
import { queueStore } from './store/queue.ts';
import { restoreStore } from './store/restore.ts';
import { sessionStore } from './store/sessions.ts';
import { staffStore } from './store/staff.ts';
import { stuckStore } from './store/stuck.ts';
import { transferStore } from './store/transfers.ts';
import { visitStore } from './store/visits.ts';

/**
 * `onOver` is called with each session or conversation that a call to this store ended: 'seeker <id>' or 'conversation
 * <id>'.
 */
export function liveStore(
  client: RedisClient,
  keys: Keys,
  onOver: (what: string) => void = () => {},
): LiveStore {
  const calls = liveCalls(client, keys, onOver);
  return {
    ...sessionStore(calls),
    ...queueStore(calls),
    ...staffStore(calls),
    ...offerStore(calls),
    ...conversationStore(calls),
    ...transferStore(calls),
    ...leaderCallStore(calls),
    ...stuckStore(calls),
    ...visitStore(calls),
    ...asideStore(calls),
    ...feedbackStore(calls),
    ...countStore(calls),
    ...restoreStore(calls),
    ...nodeStore(calls),
  };
}
