/**
 * Shares ended sessions and conversations between nodes (rule F3). Scripts publish each end to all nodes. A node that
 * may have missed some, at its start or after a gap, asks the others. It includes the ends that it knows, so that they
 * learn from it too.
 */
import type { EndedSessions } from '../domain/ended-sessions.ts';
import type { Keys } from './keys.ts';
import type { RedisClient } from '../redis/client.ts';

/**
 * First lines of messages from nodes; each further line is an end. A message from a script usually is one line, the end
 * itself.
 */
const ASKS = 'asks';
const KNOWS = 'knows';

export interface EndedSessionsGossip {
  /** Call it with each message of the `over` channel. */
  readonly heard: (text: string) => void;
  /** Asks the other nodes for ends that this node does not know; those that know more reply. */
  readonly ask: () => void;
}

/**
 * `onLate` is called with ends that this node learned late. The session or conversation may have been restored in the
 * meantime.
 */
export function shareEndedSessions(
  live: RedisClient,
  keys: Keys,
  node: string,
  ends: EndedSessions,
  onLate: (what: readonly string[]) => void,
): EndedSessionsGossip {
  // Errors are ignored: while the store is unavailable no node can be reached, and the node asks again once it is back.
  const publish = (first: string, what: readonly string[]) =>
    void live.sPublish(keys.over, [first, ...what].join('\n')).catch(() => {});
  function learn(received: readonly string[]): void {
    const late = received.filter((what) => !ends.has(what));
    for (const what of late) ends.add(what);
    onLate(late);
  }
  return {
    heard(text) {
      const [first = '', ...received] = text.split('\n');
      if (first === KNOWS) learn(received);
      else if (!first.startsWith(ASKS)) ends.add(first);
      else if (first !== `${ASKS} ${node}`) {
        learn(received);
        const known = new Set(received);
        const more = ends.all().filter((what) => !known.has(what));
        if (more.length > 0) publish(KNOWS, more);
      }
    },
    ask: () => publish(`${ASKS} ${node}`, ends.all()),
  };
}
