/** Rule E2 for single messages. Sequences of messages are tested in tampering.test.ts. */
import { createTicketKeys, encapsulate } from '@terskel/client/e2ee/agreement';
import { type Channel, newTextId, openChannel } from '@terskel/client/e2ee/channel';
import { newVisit } from '@terskel/client/e2ee/visit';
import {
  CIPHERTEXT_MAX_BYTES,
  CIPHERTEXT_OVERHEAD_BYTES,
  MESSAGE_MAX_BYTES,
  MESSAGE_MAX_CHARS,
  PADDING_STEP_BYTES,
} from '@terskel/shared/limits';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { Ciphertext } from '@terskel/shared/models';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { conversationId, throughStorage } from './values.ts';

let seeker: Channel;
let volunteer: Channel;
let elsewhere: Channel;

beforeAll(async () => {
  const here = conversationId();
  const { secret } = await encapsulate((await createTicketKeys()).publicKey, here);
  seeker = openChannel({ conversationId: here, secret });
  volunteer = openChannel(throughStorage({ conversationId: here, secret }));
  elsewhere = openChannel({ conversationId: conversationId(), secret });
});

const ID = newTextId();
const bytes = (ciphertext: string) => Buffer.from(ciphertext, 'base64url');

test('[E2, C14] a message sealed by one seat can be opened by the other, with its id, for any text', async () => {
  const texts = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 1, max: 2 ** 53 - 1 }), async (text, counter) => {
      const id = newTextId();
      const sealed = await seeker.seal('seeker', FIRST_EPOCH, counter, id, text);
      expect(Ciphertext.safeParse(sealed).success).toBe(true);
      const content = { id, text: text.toWellFormed(), isHistory: false };
      expect(await volunteer.open('seeker', FIRST_EPOCH, counter, sealed)).toEqual(content);
    }),
    { numRuns: 200 },
  );
});

test('[E2] the length is visible in padding steps only', async () => {
  const length = async (chars: number) => {
    const text = 'x'.repeat(chars);
    return bytes(await seeker.seal('seeker', FIRST_EPOCH, 1, ID, text)).length;
  };
  const step = PADDING_STEP_BYTES;
  expect(await length(1)).toBe(step + CIPHERTEXT_OVERHEAD_BYTES);
  expect(await length(245)).toBe(step + CIPHERTEXT_OVERHEAD_BYTES);
  expect(await length(246)).toBe(2 * step + CIPHERTEXT_OVERHEAD_BYTES);
});

test('[E2] the longest message fits, with any characters; a longer one is refused before it is sealed', async () => {
  const longest = '\u20AC'.repeat(MESSAGE_MAX_CHARS);
  const sealed = await seeker.seal('seeker', FIRST_EPOCH, 1, ID, longest);
  expect(bytes(sealed)).toHaveLength(CIPHERTEXT_MAX_BYTES);
  expect(Ciphertext.safeParse(sealed).success).toBe(true);
  expect(await volunteer.open('seeker', FIRST_EPOCH, 1, sealed)).toEqual({
    ...{ id: ID, text: longest, isHistory: false },
  });
  await expect(seeker.seal('seeker', FIRST_EPOCH, 1, ID, `${longest}x`)).rejects.toThrow(
    RangeError,
  );
});

test('[E2, C11] what was said before has a type of its own, which nobody can change, and may be longer', async () => {
  const longest = 'x'.repeat(MESSAGE_MAX_BYTES);
  const sealed = await seeker.seal('seeker', FIRST_EPOCH, 1, ID, longest, true);
  expect(bytes(sealed)).toHaveLength(CIPHERTEXT_MAX_BYTES);
  expect(await volunteer.open('seeker', FIRST_EPOCH, 1, sealed)).toEqual({
    ...{ id: ID, text: longest, isHistory: true },
  });
  await expect(seeker.seal('seeker', FIRST_EPOCH, 1, ID, `${longest}x`, true)).rejects.toThrow(
    RangeError,
  );
});

test('[E2] the same text sealed twice looks different', async () => {
  const seal = () => seeker.seal('seeker', FIRST_EPOCH, 1, ID, 'Hei');
  expect(await seal()).not.toBe(await seal());
});

test('[E2] a message altered in any bit is detected', async () => {
  const sealed = bytes(await seeker.seal('seeker', FIRST_EPOCH, 1, ID, 'Hei'));
  for (let bit = 0; bit < sealed.length * 8; bit += 7) {
    const altered = Buffer.from(sealed);
    altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(
      await volunteer.open('seeker', FIRST_EPOCH, 1, altered.toString('base64url')),
    ).toBeNull();
  }
});

test('[E2] a truncated message, or invalid data, is detected', async () => {
  const sealed = await seeker.seal('seeker', FIRST_EPOCH, 1, ID, 'Hei');
  for (const wrong of [sealed.slice(0, -2), sealed.slice(0, 12), '', 'A'.repeat(400)]) {
    expect(await volunteer.open('seeker', FIRST_EPOCH, 1, wrong)).toBeNull();
  }
});

test('[E2] a reflected message is detected', async () => {
  const sealed = await seeker.seal('seeker', FIRST_EPOCH, 1, ID, 'Hei');
  expect(await seeker.open('volunteer', FIRST_EPOCH, 1, sealed)).toBeNull();
});

test('[E2, C14] a message with another counter, or in another conversation, is detected', async () => {
  const sealed = await seeker.seal('seeker', FIRST_EPOCH, 1, ID, 'Hei');
  expect(await volunteer.open('seeker', FIRST_EPOCH, 2, sealed)).toBeNull();
  expect(await elsewhere.open('seeker', FIRST_EPOCH, 1, sealed)).toBeNull();
});

test('[E2, E5] a message of another key epoch is detected', async () => {
  const sealed = await seeker.seal('seeker', FIRST_EPOCH, 1, ID, 'Hei');
  expect(await volunteer.open('seeker', { number: 1 }, 1, sealed)).toBeNull();
  expect(await volunteer.open('seeker', newVisit(0), 1, sealed)).toBeNull();
});
