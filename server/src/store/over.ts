/**
 * What is over, as nodes tell each other (rule F3). A script publishes each end to all of them; one that may not have
 * heard some, after a gap or at its start, asks the others, and tells them what they may not have heard.
 */
import type { Ends } from '../domain/ends.ts';
import type { Keys } from './keys.ts';
import type { RedisClient } from './redis.ts';

/** First lines of what a node publishes; the ends follow, a line each. What a script publishes is one line, an end. */
const ASKS = 'asks';
const KNOWS = 'knows';

export interface Over {
  /** Of the inbox. */
  readonly heard: (text: string) => void;
  /** Asks the other nodes. Those who know more answer. */
  readonly ask: () => void;
}

/** `onLate` is told what was over before it was known here: it may have been brought back meanwhile. */
export function shareOver(
  live: RedisClient,
  keys: Keys,
  node: string,
  ends: Ends,
  onLate: (what: readonly string[]) => void,
): Over {
  // Without the store there is nobody to tell; asked again once it is back.
  const publish = (first: string, what: readonly string[]) =>
    void live.sPublish(keys.over, [first, ...what].join('\n')).catch(() => {});
  function take(told: readonly string[]): void {
    const late = told.filter((what) => !ends.has(what));
    for (const what of late) ends.add(what);
    onLate(late);
  }
  return {
    heard(text) {
      const [first = '', ...told] = text.split('\n');
      if (first === KNOWS) take(told);
      else if (!first.startsWith(ASKS)) ends.add(first);
      else if (first !== `${ASKS} ${node}`) {
        take(told);
        const known = new Set(told);
        const more = ends.all().filter((what) => !known.has(what));
        if (more.length > 0) publish(KNOWS, more);
      }
    },
    ask: () => publish(`${ASKS} ${node}`, ends.all()),
  };
}
