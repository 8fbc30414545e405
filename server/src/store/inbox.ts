/**
 * What the live store has for this node: events that its scripts published to the node's channel, in commit order, each
 * in three lines, as many as there were. A line by itself is the node's own echo.
 */
import type { Fact } from '../domain/live-store.ts';
import type { Keys } from './keys.ts';
import type { Echo } from './echo.ts';
import type { RedisClient } from './redis.ts';

/**
 * Listens. Redis keeps nothing for a listener that is away: `onGap` is called whenever the connection is back, and
 * everybody on this node must then be told the whole truth anew. An inbox that does not hear its own echo is away,
 * whatever its connection says.
 */
export async function openInbox(
  inbox: RedisClient,
  echo: Echo,
  keys: Keys,
  node: string,
  onFact: (fact: Fact) => void,
  onOver: (what: string) => void,
  onGap: () => void,
): Promise<void> {
  const channel = keys.channelTo(node);
  await inbox.sSubscribe(channel, (text) => {
    const lines = text.split('\n');
    if (lines.length === 1) echo.came(text);
    for (let at = 0; at + 2 < lines.length; at += 3) {
      const [receiver = '', event = '', json = ''] = lines.slice(at, at + 3);
      onFact({ receiver, event, json });
    }
  });
  await inbox.sSubscribe(keys.over, onOver);
  // While the live store is away there is nothing to hear.
  inbox.prove(() => echo.caughtUp().catch(() => {}));
  inbox.onBack(() => {
    echo.gap();
    onGap();
  });
}
