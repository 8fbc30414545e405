/** Message order, compared with the simplest model: sort, and drop duplicates. */
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { type Feed, deliver, emptyFeed, hasGap, skipGap } from '@terskel/client/state/feed';
import type { Message } from '@terskel/shared/models';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const message = (seq: number): Message => ({
  seq,
  from: 'seeker',
  counter: seq,
  keyEpoch: FIRST_EPOCH,
  ciphertext: '',
  acceptedAt: 0,
});

/** Delivers packets one after the other and collects the messages that became ready. */
function run(packets: readonly (readonly number[])[]): { feed: Feed; shown: number[] } {
  let feed = emptyFeed(0);
  const shown: number[] = [];
  for (const packet of packets) {
    const next = deliver(feed, packet.map(message));
    feed = next.feed;
    shown.push(...next.ready.map(({ seq }) => seq));
  }
  return { feed, shown };
}

const packets = fc.array(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }), {
  maxLength: 20,
});

test('[C2] for any order and repetition of packets each message is shown once, in order', () => {
  fc.assert(
    fc.property(packets, (delivered) => {
      const { feed, shown } = run(delivered);
      const came = new Set(delivered.flat());
      const expected: number[] = [];
      for (let seq = 1; came.has(seq); seq += 1) expected.push(seq);
      expect(shown).toEqual(expected);
      expect(feed.next).toBe(expected.length + 1);
      expect(feed.held.map(({ seq }) => seq)).toEqual(
        [...came].filter((seq) => seq > feed.next).toSorted((a, b) => a - b),
      );
    }),
  );
});

test('[C4] once everything has arrived, nothing is missing', () => {
  const count = 12;
  const all = Array.from({ length: count }, (_, index) => index + 1);
  fc.assert(
    fc.property(packets, fc.shuffledSubarray(all, { minLength: count }), (noise, order) => {
      const { feed, shown } = run([...noise, order]);
      expect(shown).toEqual(all);
      expect(hasGap(feed, count)).toBe(false);
    }),
  );
});

test('[C4] a gap is detected as soon as a later number is known', () => {
  expect(hasGap(emptyFeed(0), 0)).toBe(false);
  expect(hasGap(emptyFeed(0), 1)).toBe(true);
  expect(hasGap(run([[2]]).feed, 0)).toBe(true);
  expect(hasGap(run([[2], [1]]).feed, 2)).toBe(false);
});

test('[C4] numbers that the log does not have are skipped, but not numbers that may still arrive', () => {
  const waiting = run([[1], [4], [7]]).feed;
  const first = skipGap(waiting, 5);
  expect(first.ready.map(({ seq }) => seq)).toEqual([4]);
  const second = skipGap(first.feed, 5);
  expect(second.ready).toEqual([]);
  // 6 may still come.
  expect(second.feed.next).toBe(6);
});
