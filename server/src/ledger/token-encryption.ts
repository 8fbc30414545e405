/**
 * Encrypts the resume tickets that clients keep, with AES-256-GCM. The ledger holds one key per day, valid on that day
 * and the next. They are encrypted and not only signed, so that a tab's storage reveals nothing about others.
 *
 * Format, in base64url: key number (4 bytes), nonce (12), ciphertext, tag (16). The holder is authenticated as
 * additional data.
 */
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import type { Ledger } from '../domain/ledger.ts';
import type { Clock, TokenEncryption } from '../domain/ports.ts';

const CIPHER = 'aes-256-gcm';
const DAY_MS = 24 * 3_600_000;
const NUMBER_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = NUMBER_BYTES + NONCE_BYTES;

/** Imports keys once, because importing a key takes Node longer than using it. */
function asKeys(texts: ReadonlyMap<number, string>): ReadonlyMap<number, KeyObject> {
  return new Map([...texts].map(([number, text]) => [number, createSecretKey(text, 'base64url')]));
}

/** As JSON with spaces after it, which its parser skips. */
function padded(contents: object, stepBytes: number): Buffer {
  const json = Buffer.from(JSON.stringify(contents));
  return Buffer.alloc(Math.ceil(json.length / stepBytes) * stepBytes, ' ').fill(
    json,
    0,
    json.length,
  );
}

export interface RotatingTokenEncryption extends TokenEncryption {
  /**
   * Call it regularly: it creates the day's key once the day has begun. Nothing else here writes to the ledger, so its
   * file does not reveal when the first visitor of a day came (rule A4).
   */
  turn(): Promise<void>;
}

export function tokenEncryption(
  ledger: Pick<Ledger, 'sealKeys'>,
  clock: Clock,
): RotatingTokenEncryption {
  let made = -1;
  let keys: ReadonlyMap<number, KeyObject> = new Map();
  const today = () => Math.floor(clock.now() / DAY_MS);

  /**
   * Returns a valid key by its number, or null. Reads the ledger again if a key is missing, as another node may have
   * created it.
   */
  async function keyOf(number: number): Promise<KeyObject | null> {
    const isKept = number === today() || number === today() - 1;
    if (isKept && (!keys.has(number) || !keys.has(today()))) {
      keys = await ledger.sealKeys(today(), 'looks').then(asKeys, () => keys);
    }
    return (isKept ? keys.get(number) : undefined) ?? null;
  }

  async function newest(): Promise<readonly [number: number, key: KeyObject | null]> {
    const number = today();
    const key = await keyOf(number);
    return key === null ? [number - 1, await keyOf(number - 1)] : [number, key];
  }

  return {
    async turn() {
      const number = today();
      if (made === number) return;
      keys = asKeys(await ledger.sealKeys(number));
      made = number;
    },
    async seal(holder, contents, stepBytes = 1) {
      // Without the ledger the service continues with the previous day's key.
      const [number, key] = await newest();
      if (key === null) return null;
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(holder));
      const sealed = [cipher.update(padded(contents, stepBytes)), cipher.final()];
      const head = Buffer.alloc(NUMBER_BYTES);
      head.writeUInt32BE(number);
      return Buffer.concat([head, nonce, ...sealed, cipher.getAuthTag()]).toString('base64url');
    },
    async open(holder, sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      // Accept only the canonical base64url encoding.
      const isWhole = bytes.toString('base64url') === sealed;
      if (!isWhole || bytes.length < HEAD_BYTES + TAG_BYTES) return null;
      const key = await keyOf(bytes.readUInt32BE());
      if (key === null) return null;
      const nonce = bytes.subarray(NUMBER_BYTES, HEAD_BYTES);
      try {
        const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(holder)).setAuthTag(bytes.subarray(-TAG_BYTES));
        const opened = decipher.update(bytes.subarray(HEAD_BYTES, -TAG_BYTES));
        const json = Buffer.concat([opened, decipher.final()]).toString();
        return JSON.parse(json) as unknown;
      } catch {
        return null;
      }
    },
  };
}
