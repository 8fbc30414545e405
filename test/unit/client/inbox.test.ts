import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { Inbox } from '@terskel/client/net/inbox';
import type { Message } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { testClock } from '../../helpers/clock.ts';

const message = (seq: number): Message => ({
  ...{ seq, from: 'volunteer', counter: seq, keyEpoch: FIRST_EPOCH, ciphertext: '', acceptedAt: 0 },
});

test('[F3, C2] a sequence number lost with the store and assigned again is shown', async () => {
  const shown: number[] = [];
  const inbox = new Inbox({
    clock: testClock(),
    after: 0,
    resync: async () => ({ ok: true, messages: [], more: false }),
    onReady: (messages) => shown.push(...messages.map(({ seq }) => seq)),
    onStale: () => {},
  });
  inbox.take(message(1));
  // A second message exists, but the store is lost before it arrives.
  inbox.told(2);
  inbox.told(1);
  expect(await inbox.catchUp()).toBe(true);
  inbox.take(message(2));
  expect(shown).toEqual([1, 2]);
});
