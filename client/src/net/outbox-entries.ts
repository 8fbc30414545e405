/** The messages in an outbox, and the counters and keys with which they are sealed (rules C14, E2, E5). */
import { sameEpoch } from '@terskel/shared/key-epochs';
import type { KeyEpoch } from '@terskel/shared/models';

export interface Entry {
  /** The id of the text, which is sealed with it: the same in a duplicate of this tab, and under each counter. */
  readonly key: string;
  readonly text: string;
  /** What was said before a transfer (rule C11). */
  readonly isHistory?: boolean;
  readonly counter: number;
  /** The keys with which it is sealed. */
  readonly keyEpoch: KeyEpoch;
  readonly ciphertext: string;
  readonly failed: boolean;
}

export interface Sealing {
  readonly seal: (message: Omit<Entry, 'ciphertext' | 'failed'>) => Promise<string>;
  /** The conversation's current keys. */
  readonly keyEpoch: () => KeyEpoch;
  /**
   * Whether a text that was written under the keys `writtenIn` may be sealed with the current keys. If not, the message
   * fails: a leader has joined since, of whom its writer did not know.
   */
  readonly mayReseal: (writtenIn: KeyEpoch) => boolean;
  readonly onFailed: (key: string) => void;
}

/**
 * Gives the waiting entries the counters after `accepted`, and the current keys. Seals only entries for which this
 * changes something.
 */
export async function numbered(
  entries: readonly Entry[],
  accepted: number,
  { keyEpoch: now, seal, mayReseal, onFailed }: Sealing,
): Promise<readonly Entry[]> {
  const result: Entry[] = [];
  let counter = accepted;
  for (const entry of entries) {
    const keyEpoch = now();
    const isKeyed = sameEpoch(entry.keyEpoch, keyEpoch);
    if (entry.failed) {
      result.push(entry);
    } else if (!isKeyed && !mayReseal(entry.keyEpoch)) {
      result.push({ ...entry, failed: true });
      onFailed(entry.key);
    } else {
      counter += 1;
      const message = { ...entry, counter, keyEpoch };
      const isSealed = isKeyed && entry.counter === counter;
      result.push(isSealed ? entry : { ...message, ciphertext: await seal(message) });
    }
  }
  return result;
}
