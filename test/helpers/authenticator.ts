/**
 * A software authenticator with the browser part around it: discoverable ES256 passkeys with user verification
 * (WebAuthn Level 3). A test can make it send wrong values (`Misdeeds`), which no real authenticator should.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { z } from 'zod/mini';

const descriptor = z.looseObject({ id: z.string() });
const CreationOptions = z.looseObject({
  challenge: z.string(),
  rp: z.looseObject({ id: z.string() }),
  user: z.looseObject({ id: z.string(), name: z.string() }),
  pubKeyCredParams: z.array(z.looseObject({ alg: z.number() })),
  excludeCredentials: z.optional(z.array(descriptor)),
});
const RequestOptions = z.looseObject({
  challenge: z.string(),
  rpId: z.string(),
  allowCredentials: z.optional(z.array(descriptor)),
});

export type Cbor = number | string | Buffer | ReadonlyMap<number | string, Cbor>;

interface SoftPasskey {
  readonly id: Buffer;
  readonly userHandle: string;
  readonly name: string;
  readonly publicKey: ReadonlyMap<number, Cbor>;
  readonly privateKey: KeyObject;
  counter: number;
}

/** Values that are sent instead of the correct ones. */
export interface Misdeeds {
  readonly type?: string;
  readonly challenge?: string;
  readonly origin?: string;
  readonly crossOrigin?: boolean;
  readonly rpId?: string;
  readonly flags?: number;
  readonly counter?: number;
  /** For a new passkey: its id, its COSE key, its attestation. */
  readonly id?: Buffer;
  readonly publicKey?: ReadonlyMap<number, Cbor>;
  readonly attestation?: { readonly fmt: string; readonly attStmt: ReadonlyMap<string, Cbor> };
  /** For an assertion by an existing passkey. */
  readonly passkey?: SoftPasskey;
  readonly userHandle?: string | null;
  readonly signature?: Buffer;
}

export const FLAGS = { UP: 1, UV: 4, BE: 8, BS: 16, AT: 64 } as const;
const ES256 = -7;

const base64url = (bytes: Buffer) => bytes.toString('base64url');
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest();

function uint(bytes: number, value: number): Buffer {
  const written = Buffer.alloc(bytes);
  written.writeUIntBE(value, 0, bytes);
  return written;
}

/** The part of CBOR (RFC 8949) that is needed: integers, byte strings, text strings and maps of definite length. */
function cbor(value: Cbor): Buffer {
  const head = (major: number, length: number) => {
    if (length < 24) return Buffer.from([(major << 5) | length]);
    const bytes = length < 256 ? 1 : 2;
    return Buffer.concat([Buffer.from([(major << 5) | (23 + bytes)]), uint(bytes, length)]);
  };
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([head(3, text.length), text]);
  }
  const pairs = [...value].flatMap(([key, each]) => [cbor(key), cbor(each)]);
  return Buffer.concat([head(5, value.size), ...pairs]);
}

function newKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const cose = new Map<number, Cbor>([
    [1, 2],
    [3, ES256],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ]);
  return { publicKey: cose, privateKey };
}

export type SoftAuthenticator = ReturnType<typeof softAuthenticator>;

/**
 * `origin`: the origin of the requesting page. A synced authenticator sets the backup flags and has no counter, like
 * those of phones.
 */
export function softAuthenticator(
  rpId: string,
  origin: string,
  { synced = false }: { readonly synced?: boolean } = {},
) {
  const passkeys: SoftPasskey[] = [];
  const backup = synced ? FLAGS.BE | FLAGS.BS : 0;

  function clientData(type: string, challenge: string, lie: Misdeeds): Buffer {
    const told = { type, challenge, origin, crossOrigin: false };
    const { type: t = type, challenge: c = challenge, origin: o = origin } = lie;
    const { crossOrigin = false } = lie;
    return Buffer.from(JSON.stringify({ ...told, type: t, challenge: c, origin: o, crossOrigin }));
  }

  function authenticatorData(flags: number, counter: number, lie: Misdeeds): Buffer {
    const head = [sha256(lie.rpId ?? rpId), uint(1, lie.flags ?? flags | backup)];
    return Buffer.concat([...head, uint(4, lie.counter ?? counter)]);
  }

  return {
    /** All passkeys, the newest last. */
    passkeys,

    /** `navigator.credentials.create`: a RegistrationResponseJSON. */
    async create(options: unknown, lie: Misdeeds = {}) {
      const {
        challenge,
        rp,
        user,
        excludeCredentials = [],
        ...more
      } = z.parse(CreationOptions, options);
      if (rp.id !== rpId) throw new DOMException('not the rp id of this page', 'SecurityError');
      if (!more.pubKeyCredParams.some(({ alg }) => alg === ES256))
        throw new DOMException('ES256 is not asked for', 'NotSupportedError');
      if (excludeCredentials.some(({ id }) => passkeys.some((own) => base64url(own.id) === id)))
        throw new DOMException('it is here already', 'InvalidStateError');
      const key = newKey();
      const passkey: SoftPasskey = {
        ...{ id: lie.id ?? randomBytes(32), userHandle: user.id, name: user.name, counter: 0 },
        ...{ publicKey: lie.publicKey ?? key.publicKey, privateKey: key.privateKey },
      };
      // An authenticator keeps one passkey per user: the new one replaces the old one.
      const old = passkeys.findIndex(({ userHandle }) => userHandle === user.id);
      if (old >= 0) passkeys.splice(old, 1);
      passkeys.push(passkey);
      const authData = Buffer.concat([
        authenticatorData(FLAGS.UP | FLAGS.UV | FLAGS.AT, passkey.counter, lie),
        Buffer.alloc(16),
        uint(2, passkey.id.length),
        passkey.id,
        cbor(passkey.publicKey),
      ]);
      const { fmt, attStmt } = lie.attestation ?? { fmt: 'none', attStmt: new Map() };
      const attestation = new Map<string, Cbor>([
        ['fmt', fmt],
        ['attStmt', attStmt],
        ['authData', authData],
      ]);
      const id = base64url(passkey.id);
      return {
        ...{ id, rawId: id, type: 'public-key' as const },
        authenticatorAttachment: 'platform' as const,
        clientExtensionResults: { credProps: { rk: true } },
        response: {
          clientDataJSON: base64url(clientData('webauthn.create', challenge, lie)),
          attestationObject: base64url(cbor(attestation)),
          transports: ['internal'],
        },
      };
    },

    /** `navigator.credentials.get`: an AuthenticationResponseJSON signed by the newest matching passkey. */
    async get(options: unknown, lie: Misdeeds = {}) {
      const { challenge, rpId: asked, allowCredentials = [] } = z.parse(RequestOptions, options);
      if (asked !== rpId) throw new DOMException('not the rp id of this page', 'SecurityError');
      const allowed = new Set(allowCredentials.map(({ id }) => id));
      const passkey =
        lie.passkey ??
        passkeys.findLast(({ id }) => allowed.size === 0 || allowed.has(base64url(id)));
      if (passkey === undefined) throw new DOMException('there is none', 'NotAllowedError');
      if (!synced) passkey.counter += 1;
      const authData = authenticatorData(FLAGS.UP | FLAGS.UV, passkey.counter, lie);
      const client = clientData('webauthn.get', challenge, lie);
      const signed = Buffer.concat([authData, sha256(client)]);
      const id = base64url(lie.id ?? passkey.id);
      return {
        ...{ id, rawId: id, type: 'public-key' as const },
        authenticatorAttachment: 'platform' as const,
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(client),
          authenticatorData: base64url(authData),
          signature: base64url(lie.signature ?? sign('sha256', signed, passkey.privateKey)),
          ...(lie.userHandle !== null && { userHandle: lie.userHandle ?? passkey.userHandle }),
        },
      };
    },
  };
}
