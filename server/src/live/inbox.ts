/**
 * Receives what scripts publish to this node's channel, in commit order. A publication consists of one or more events
 * of three lines each: receiver, name and JSON payload. A single line is this node's own marker (see
 * `pubsub-barrier.ts`).
 */
import type { Fact } from '../domain/live-store.ts';
import type { Keys } from './keys.ts';
import type { PubSubBarrier } from './pubsub-barrier.ts';
import type { RedisClient } from '../redis/client.ts';

/**
 * Subscribes to the node's channels. Redis does not store publications for a disconnected subscriber. So `onGap` is
 * called each time the connection is restored, and all clients of this node must then get a snapshot. An inbox that
 * does not receive its own marker counts as disconnected, even if its connection seems alive.
 */
export async function openInbox(
  inbox: RedisClient,
  barrier: PubSubBarrier,
  keys: Keys,
  node: string,
  onFact: (fact: Fact) => void,
  onOver: (what: string) => void,
  onGap: () => void,
): Promise<void> {
  const channel = keys.channelTo(node);
  await inbox.sSubscribe(channel, (text) => {
    const lines = text.split('\n');
    if (lines.length === 1) barrier.onMessage(text);
    for (let at = 0; at + 2 < lines.length; at += 3) {
      const [receiver = '', event = '', json = ''] = lines.slice(at, at + 3);
      onFact({ receiver, event, json });
    }
  });
  await inbox.sSubscribe(keys.over, onOver);
  // While the live store is unavailable, there is nothing to receive.
  inbox.prove(() => barrier.sync().catch(() => {}));
  inbox.onBack(() => {
    barrier.onGap();
    onGap();
  });
}
