/** What the live store has for this node: events that its scripts published to the node's channel, in commit order. */
import type { Fact } from '../domain/live-store.ts';
import type { Keys } from './keys.ts';
import type { RedisClient } from './redis.ts';

/** What the node sends itself, through the live store, to show that it hears. */
const ECHO = '';

/**
 * Listens. Redis keeps nothing for a listener that is away: `onGap` is called whenever the connection is back, and
 * everybody on this node must then be told the whole truth anew. An inbox that does not hear what `live` publishes is
 * away, whatever its connection says.
 */
export async function openInbox(
  inbox: RedisClient,
  live: RedisClient,
  keys: Keys,
  node: string,
  onFact: (fact: Fact) => void,
  onOver: (what: string) => void,
  onGap: () => void,
): Promise<void> {
  const channel = keys.channelTo(node);
  let echo = Promise.withResolvers<void>();
  await inbox.sSubscribe(channel, (line) => {
    if (line === ECHO) {
      echo.resolve();
      return;
    }
    const [receiver = '', event = ''] = line.split('\n', 2);
    const json = line.slice(receiver.length + event.length + 2);
    onFact({ receiver, event, json });
  });
  await inbox.sSubscribe(keys.over, onOver);
  inbox.prove(async () => {
    echo = Promise.withResolvers<void>();
    // While the live store is away there is nothing to hear.
    await live.sPublish(channel, ECHO).then(
      () => echo.promise,
      () => {},
    );
  });
  inbox.onBack(onGap);
}
