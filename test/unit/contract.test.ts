/** Properties that every part of the contract must have. */
import { newTextId, openChannel } from '@terskel/client/e2ee/channel';
import { emptyAck, seekerAcks } from '@terskel/shared/acks';
import {
  type PayloadOf,
  type Reply,
  type SeekerCommands,
  seekerCommands,
} from '@terskel/shared/commands';
import { ERRORS, Refusal } from '@terskel/shared/errors';
import * as ids from '@terskel/shared/ids';
import { NAMESPACES, wireSchemaOf } from '@terskel/shared/json-schema';
import * as limits from '@terskel/shared/limits';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { Ciphertext } from '@terskel/shared/models';
import {
  PROTOCOL_HASH,
  PROTOCOL_VERSION,
  SeekerHandshake,
  type SeekerToServer,
  type ServerToStaff,
} from '@terskel/shared/protocol';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import * as z from 'zod/mini';
import { arbitraryOf } from '../helpers/arbitrary.ts';
import { messagesOf, namespaces } from '../helpers/messages.ts';
import { protocolHash } from '../helpers/protocol-hash.ts';

const messages = namespaces.flatMap((namespace) =>
  [...messagesOf(namespace)].map(([key, schema]) => ({ name: `/${namespace} ${key}`, schema })),
);
const commands = namespaces.flatMap((namespace) =>
  Object.entries(NAMESPACES[namespace].commands).map(([name, { bucket, cost }]) => ({
    name: `/${namespace} ${name}`,
    bucket,
    cost,
  })),
);

test('[contract] a change of a schema on the wire needs a new version', () => {
  const toDo =
    'A schema on the wire has changed. In shared/src/protocol.ts raise PROTOCOL_VERSION, run this test again, pin ' +
    'the hash that it then receives as PROTOCOL_HASH, and run pnpm asyncapi.';
  expect({ toDo, hash: protocolHash() }).toEqual({ toDo, hash: PROTOCOL_HASH });
});

test('[contract, U5] the acknowledgements that the seeker’s page reads are those of the commands', () => {
  const acks: Readonly<Record<string, z.ZodMiniType>> = seekerAcks;
  for (const [name, { ack }] of Object.entries(seekerCommands)) {
    const read = z.toJSONSchema(acks[name] ?? emptyAck);
    expect({ name, ack: z.toJSONSchema(ack) }).toEqual({ name, ack: read });
  }
});

test('[contract] another version is refused in the handshake', () => {
  expect(SeekerHandshake.safeParse({ protocol: PROTOCOL_VERSION }).success).toBe(true);
  expect(SeekerHandshake.safeParse({ protocol: PROTOCOL_VERSION + 1 }).success).toBe(false);
});

test('[contract] the list of error codes is closed, and each says whether to retry', () => {
  for (const [code, retry] of Object.entries(ERRORS)) {
    expect(Refusal.safeParse({ ok: false, code }).success).toBe(true);
    expect(['later', 'resync', 'never']).toContain(retry);
  }
  expect(Refusal.safeParse({ ok: false, code: 'teapot' }).success).toBe(false);
  expect(Refusal.safeParse({ ok: false, code: 'toString' }).success).toBe(false);
});

test.each(commands)('[R1] the cost of $name fits into its bucket', ({ bucket, cost }) => {
  const smallest = Math.min(...limits.BUCKETS[bucket].map(({ points }) => points));
  expect(cost).toBeGreaterThan(0);
  expect(cost).toBeLessThanOrEqual(smallest);
});

describe('message sizes', () => {
  const id = ids.ConversationId.parse('a'.repeat(22));
  async function sealed(text: string): Promise<string> {
    const key = 'A'.repeat(43);
    const channel = openChannel({ conversationId: id, secret: key });
    return channel.seal('seeker', FIRST_EPOCH, 1, newTextId(), text);
  }
  const longest = '€'.repeat(limits.MESSAGE_MAX_CHARS);

  test('[C7] the longest message fits, with the widest characters, and so does the shortest', async () => {
    const ciphertext = await sealed(longest);
    expect(Ciphertext.safeParse(ciphertext).success).toBe(true);
    expect(ciphertext).toHaveLength(limits.base64urlChars(limits.CIPHERTEXT_MAX_BYTES));
    expect(Ciphertext.safeParse(await sealed('.')).success).toBe(true);
    await expect(sealed(`${longest}.`)).rejects.toThrow(RangeError);
  });

  test('[R3] frames with the longest message are not too large', async () => {
    const ciphertext = await sealed(longest);
    const conversationId = id;
    const counter = Number.MAX_SAFE_INTEGER;
    const keyEpoch = { number: counter, visit: id };
    const frames = [
      ['message:send', { conversationId, counter, keyEpoch, ciphertext }],
      ['conversation:end', { conversationId, lastMessage: { counter, ciphertext } }],
    ].map((packet) => `42/seeker,${Number.MAX_SAFE_INTEGER}${JSON.stringify(packet)}`);
    for (const frame of frames) expect(frame.length).toBeLessThanOrEqual(limits.FRAME_MAX_BYTES);
  });
});

test.each(Object.entries(ids))(
  '[A5] %s accepts only its own length and alphabet',
  (name, schema) => {
    const length = /Token$|^Digest$/.test(name) ? 43 : 22;
    const good = '_-09azAZ'.repeat(6).slice(0, length);
    expect(schema.safeParse(good).success).toBe(true);
    const wrong = [
      ...['', good.slice(1), `${good}A`, `${good}\n`, `\n${good}`],
      ...['+', '/', '=', ' ', '.', 'é', '\0', '٣'].map((letter) => good.slice(1) + letter),
      ...[null, undefined, 7, [good], { id: good }],
    ];
    expect(wrong.filter((id) => schema.safeParse(id).success)).toEqual([]);
  },
);

describe.each(messages)('$name', ({ schema }) => {
  const payloads = arbitraryOf(wireSchemaOf(schema));
  const options = { numRuns: 15 };

  test('[contract] accepts what its JSON Schema describes, and serialising changes nothing', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        expect(schema.parse(JSON.parse(JSON.stringify(payload)))).toEqual(payload);
      }),
      options,
    );
  });

  test('[R3] refuses an unknown key at any depth', () => {
    fc.assert(
      fc.property(
        payloads,
        fc.constantFrom('extra', '__proto__', 'constructor'),
        (payload, key) => {
          for (const spoiled of withKey(payload, key)) {
            expect(schema.safeParse(JSON.parse(JSON.stringify(spoiled))).success).toBe(false);
          }
        },
      ),
      options,
    );
  });

  test('[R3] refuses anything that is not an object', () => {
    for (const wrong of [undefined, null, 0, '', 'x', true, [], [{}]]) {
      expect(schema.safeParse(wrong).success).toBe(false);
    }
  });
});

test('[contract] types follow from the schemas', () => {
  expectTypeOf<PayloadOf<SeekerCommands['message:send']>>().toEqualTypeOf<{
    conversationId: ids.ConversationId;
    counter: number;
    keyEpoch: { number: number; visit?: ids.VisitId | undefined };
    ciphertext: string;
  }>();
  expectTypeOf<Reply<SeekerCommands['message:send']>>().toEqualTypeOf<
    { ok: true; seq: number; acceptedAt: number } | Refusal
  >();
  expectTypeOf<Parameters<SeekerToServer['typing:set']>[1]>().toEqualTypeOf<
    (reply: { ok: true } | Refusal) => void
  >();
  expectTypeOf<Parameters<ServerToStaff['offer:expired']>>().toEqualTypeOf<
    [{ offerId: ids.OfferId; reason: 'expired' | 'withdrawn' }]
  >();
  expectTypeOf<ids.TicketId>().not.toExtend<ids.OfferId>();
  expectTypeOf<string>().not.toExtend<ids.TicketId>();
});

/** Copies of a JSON value, each with one more key in one of its objects. */
function withKey(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    return items.flatMap((item, at) =>
      withKey(item, key).map((spoiled) => items.with(at, spoiled)),
    );
  }
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, item]) =>
    withKey(item, key).map((spoiled) => Object.assign({}, value, { [name]: spoiled })),
  );
  // An own property, also for `__proto__`, as JSON.parse creates it.
  const own = { value: {}, enumerable: true };
  return [Object.defineProperty(Object.assign({}, value), key, own), ...inside];
}
