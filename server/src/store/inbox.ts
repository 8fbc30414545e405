/** What the live store has for this node: events that its scripts published to the node's channel, in commit order. */
import type { Fact } from '../domain/live-store.ts';
import type { Keys } from './keys.ts';
import type { RedisClient } from './redis.ts';

/**
 * Listens. Redis keeps nothing for a listener that is away: `onGap` is called whenever the connection is back, and
 * everybody on this node must then be told the whole truth anew.
 */
export async function openInbox(
  redis: RedisClient,
  keys: Keys,
  node: string,
  onFact: (fact: Fact) => void,
  onOver: (what: string) => void,
  onGap: () => void,
): Promise<void> {
  await redis.sSubscribe(keys.channelTo(node), (line) => {
    const [receiver = '', event = ''] = line.split('\n', 2);
    const json = line.slice(receiver.length + event.length + 2);
    onFact({ receiver, event, payload: JSON.parse(json) as unknown });
  });
  await redis.sSubscribe(keys.over, onOver);
  redis.on('ready', onGap);
}
