/**
 * The platform's `crypto`, seeded: the same bytes in every run, and results within microtasks, where WebCrypto uses
 * threads. It has what the client uses, without ML-KEM, as in most browsers.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  timingSafeEqual,
} from 'node:crypto';
import { suite } from '@terskel/client/e2ee/suite';
import { randomOf } from './random.ts';

interface Key {
  readonly raw: Uint8Array;
}
interface Gcm {
  readonly iv: Uint8Array;
  readonly additionalData: Uint8Array;
}
interface Hkdf {
  readonly salt: Uint8Array;
  readonly info: Uint8Array;
}
type Data = ArrayBuffer | Uint8Array;

const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

function unsupported(what: string): never {
  throw new DOMException(`${what} is not supported`, 'NotSupportedError');
}
/** A copy whose buffer has no other content, as WebCrypto returns it. */
const buffer = (bytes: Uint8Array) => Uint8Array.from(bytes).buffer;
const tagOf = ({ raw }: Key, data: Data) =>
  createHmac('sha256', raw).update(new Uint8Array(data)).digest();

/** What was encrypted: nonce, ciphertext and tag, and the plaintext. */
type Sealed = (wire: Buffer, plaintext: Buffer) => void;

const subtleOf = (onSealed: Sealed) => ({
  async importKey(format: string, raw: Data): Promise<Key> {
    return format === 'raw' ? { raw: Uint8Array.from(new Uint8Array(raw)) } : unsupported(format);
  },
  deriveBits: async ({ salt, info }: Hkdf, { raw }: Key, bits: number): Promise<ArrayBuffer> =>
    hkdfSync('sha256', raw, salt, info, bits / 8),
  sign: async (_: unknown, key: Key, data: Data) => buffer(tagOf(key, data)),
  async verify(_: unknown, key: Key, tag: Uint8Array, data: Data): Promise<boolean> {
    return tag.length === tagOf(key, data).length && timingSafeEqual(tag, tagOf(key, data));
  },
  async encrypt({ iv, additionalData }: Gcm, { raw }: Key, data: Data): Promise<ArrayBuffer> {
    const cipher = createCipheriv(CIPHER, raw, iv).setAAD(additionalData);
    const plaintext = Buffer.from(new Uint8Array(data));
    const parts = [cipher.update(plaintext), cipher.final(), cipher.getAuthTag()];
    onSealed(Buffer.concat([iv, ...parts]), plaintext);
    return buffer(Buffer.concat(parts));
  },
  async decrypt({ iv, additionalData }: Gcm, { raw }: Key, data: Uint8Array): Promise<ArrayBuffer> {
    const decipher = createDecipheriv(CIPHER, raw, iv).setAAD(additionalData);
    decipher.setAuthTag(data.slice(-TAG_BYTES));
    const opened = decipher.update(data.slice(0, -TAG_BYTES));
    return buffer(Buffer.concat([opened, decipher.final()]));
  },
  async digest(algorithm: unknown, data: Data): Promise<ArrayBuffer> {
    if (algorithm !== 'SHA-256') unsupported('this digest');
    return buffer(createHash('sha256').update(new Uint8Array(data)).digest());
  },
});

/** Replaces the platform's `crypto` in this process. The returned function restores it. */
export async function seedCrypto(seed: number, onSealed: Sealed): Promise<() => void> {
  const platform = globalThis.crypto;
  const set = (value: unknown) =>
    Object.defineProperty(globalThis, 'crypto', { value, configurable: true, writable: true });
  let random = randomOf(seed);
  set({
    subtle: subtleOf(onSealed),
    randomUUID: () => platform.randomUUID(),
    getRandomValues<T extends NodeJS.TypedArray>(values: T): T {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      for (let index = 0; index < bytes.length; index += 1) bytes[index] = random.below(256);
      return values;
    },
  });
  // Chosen once in a process, which uses random bytes.
  await suite();
  random = randomOf(seed);
  return () => set(platform);
}
