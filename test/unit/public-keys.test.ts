/**
 * The server's key check accepts exactly the keys that the browser's native KEM accepts in the client's HPKE library.
 * The JavaScript fallback also accepts coefficients that are too large, and must accept everything that the check
 * accepts.
 */
import { createTicketKeys, decapsulate, encapsulate } from '@terskel/client/e2ee/agreement';
import { fallbackSuite, nativeSuite } from '@terskel/client/e2ee/suite';
import { isUsableEncapsulation, isUsablePublicKey } from '@terskel/server/domain/public-keys';
import { ENCAPSULATION_BYTES, PUBLIC_KEY_BYTES } from '@terskel/shared/limits';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encapsulation, publicKey } from '../helpers/fixtures.ts';
import { conversationId } from './client/values.ts';

const here = conversationId();
const POINT_AT = PUBLIC_KEY_BYTES - 32;
const P = 2n ** 255n - 19n;
/** Points of low order (RFC 7748), and neighbours that are not; with and without the unused top bit. */
const POINTS = [
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723061780553021112529911719440698176882885853963445705823n,
  ...[0n, 1n, 2n, P - 2n, P - 1n, P, P + 1n, P + 2n, 2n ** 255n - 1n],
].flatMap((u) => [u, u + 1n, u + 2n ** 255n].filter((each) => each < 2n ** 256n));

const bytesOf = (text: string) => Buffer.from(text, 'base64url');
function withPoint(text: string, u: bigint): string {
  const bytes = bytesOf(text);
  const point = Buffer.from(u.toString(16).padStart(64, '0'), 'hex').toReversed();
  bytes.set(point, bytes.length - 32);
  return bytes.toString('base64url');
}
/** The key with one 12-bit coefficient replaced. */
function withCoefficient(key: string, place: number, value: number): string {
  const bytes = bytesOf(key);
  const at = Math.floor(place / 2) * 3;
  const middle = bytes[at + 1] ?? 0;
  if (place % 2 === 0) bytes.set([value & 0xff, (middle & 0xf0) | (value >> 8)], at);
  else bytes.set([(middle & 0x0f) | ((value & 0x0f) << 4), value >> 4], at + 1);
  return bytes.toString('base64url');
}

const accepts = (run: Promise<unknown>): Promise<boolean> =>
  run.then(
    () => true,
    () => false,
  );

async function agreesOnKey(key: string): Promise<void> {
  const isUsable = isUsablePublicKey(key);
  expect(await accepts(encapsulate(key, here, nativeSuite()))).toBe(isUsable);
  const taken = await accepts(encapsulate(key, here, await fallbackSuite()));
  expect(taken || !isUsable).toBe(true);
}

test('[E1] a public key is refused exactly if the library refuses it: any coefficients', async () => {
  const coefficient = fc.oneof(
    fc.constantFrom(0, 3_327, 3_328, 3_329, 3_330, 4_095),
    fc.integer({ min: 0, max: 4_095 }),
  );
  const changes = fc.array(fc.tuple(fc.nat(767), coefficient), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(changes, async (some) => {
      const key = some.reduce((k, [place, value]) => withCoefficient(k, place, value), publicKey());
      const values = [...new Map(some).values()];
      expect(isUsablePublicKey(key)).toBe(values.every((value) => value < 3_329));
      await agreesOnKey(key);
    }),
    { numRuns: 20 },
  );
});

test('[E1] a public key is refused exactly if the library refuses it: any bytes, and points of low order', async () => {
  expect.hasAssertions();
  for (const u of POINTS) await agreesOnKey(withPoint(publicKey(), u));
  const zeros = Buffer.alloc(POINT_AT).toString('base64url');
  await agreesOnKey(`${zeros}${publicKey().slice(zeros.length)}`);
  const bytes = fc.uint8Array({ minLength: PUBLIC_KEY_BYTES, maxLength: PUBLIC_KEY_BYTES });
  await fc.assert(
    fc.asyncProperty(bytes, (some) => agreesOnKey(Buffer.from(some).toString('base64url'))),
    { numRuns: 20 },
  );
});

test('[E1] an encapsulation is refused exactly if the library refuses it', async () => {
  const ticket = await createTicketKeys();
  expect.hasAssertions();
  const agrees = async (text: string) => {
    const isUsable = isUsableEncapsulation(text);
    for (const suite of [nativeSuite(), await fallbackSuite()]) {
      expect(await accepts(decapsulate(ticket, text, here, suite))).toBe(isUsable);
    }
  };
  for (const u of POINTS) await agrees(withPoint(encapsulation(), u));
  const bytes = fc.uint8Array({ minLength: ENCAPSULATION_BYTES, maxLength: ENCAPSULATION_BYTES });
  await fc.assert(
    fc.asyncProperty(bytes, (some) => agrees(Buffer.from(some).toString('base64url'))),
    { numRuns: 5 },
  );
});
