/**
 * The WebAuthn relying party (rule S1). Every passkey is discoverable and requires user verification. It belongs to the
 * host name of the public URL. Expected origins come from the configuration, never from a request.
 */
import { generateKeyPairSync } from 'node:crypto';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import {
  decodeClientDataJSON,
  isoBase64URL,
  isoCBOR,
  isoUint8Array,
  verifySignature,
} from '@simplewebauthn/server/helpers';
import { TIMES } from '@terskel/shared/limits';
import type { NewCredential, UsedCredential } from '@terskel/shared/routes';
import * as z from 'zod/mini';
import type { Credential } from '../domain/ledger.ts';
import type { Passkeys } from '../domain/ports.ts';
import { withoutStatement } from './attestation.ts';

const NAME = 'Terskel';
/** COSE ids of EdDSA, ES256 and RS256: authenticators support them, and so does Node without experimental features. */
const ALGORITHMS = [-8, -7, -257];
/** ECDSA-Sig-Value with r = s = 1: well-formed, but not made with any key. */
const NO_SIGNATURE = Uint8Array.of(48, 6, 2, 1, 1, 2, 1, 1);
const TRANSPORTS = new Set(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);

/** Rejects answers from a cross-origin frame. Some browsers omit `crossOrigin` when it is false. */
const ClientData = z.looseObject({
  challenge: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  crossOrigin: z.optional(z.literal(false)),
});

function clientData(answer: { readonly response: { readonly clientDataJSON: string } }) {
  try {
    return z.parse(ClientData, decodeClientDataJSON(answer.response.clientDataJSON));
  } catch {
    return null;
  }
}

/** Keeps the required fields only and drops extension results, which are not used. */
const plain = ({ id, rawId, type }: NewCredential | UsedCredential) => ({
  ...{ id, rawId, type, clientExtensionResults: {} },
});

/** Returns null if the library throws, which it does for every invalid answer. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch {
    return null;
  }
}

/** A random P-256 public key in COSE format (base64url), whose private key is discarded. */
function nobodysKey(): string {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
    format: 'jwk',
  });
  const key = new Map<number, number | Uint8Array>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, isoBase64URL.toBuffer(x)],
    [-3, isoBase64URL.toBuffer(y)],
  ]);
  return isoBase64URL.fromBuffer(isoCBOR.encode(key));
}

/**
 * `port`: the port this node listens on. If the public URL is `http://localhost`, pages from that port are accepted as
 * well, whatever the public port.
 */
export function relyingParty(publicUrl: string, port: () => number): Passkeys {
  const { hostname, protocol } = new URL(publicUrl);
  const isLocal = protocol === 'http:' && hostname === 'localhost';
  const nobodys = nobodysKey();
  const expected = (challenge: string) => ({
    expectedChallenge: challenge,
    expectedOrigin: [publicUrl, ...(isLocal ? [`http://localhost:${port()}`] : [])],
    expectedRPID: hostname,
    requireUserVerification: true,
  });
  const bytes = (text: string) => isoBase64URL.toBuffer(text);

  async function createdIn(answer: NewCredential, challenge: string): Promise<Credential | null> {
    const { clientDataJSON, attestationObject, transports = [] } = answer.response;
    const { registrationInfo } = await verifyRegistrationResponse({
      ...expected(challenge),
      supportedAlgorithmIDs: ALGORITHMS,
      response: {
        ...plain(answer),
        response: { clientDataJSON, attestationObject: withoutStatement(attestationObject) },
      },
    });
    if (registrationInfo?.credential.id !== answer.id || clientData(answer) === null) return null;
    const { publicKey, counter } = registrationInfo.credential;
    // Throws for a key that could never be used: a point off its curve, or a key that does not fit its algorithm.
    const data = isoUint8Array.fromUTF8String(challenge);
    await verifySignature({ credentialPublicKey: publicKey, signature: NO_SIGNATURE, data });
    return {
      ...{ id: answer.id, publicKey: isoBase64URL.fromBuffer(publicKey), counter },
      transports: transports.filter((name) => TRANSPORTS.has(name)),
      synced: registrationInfo.credentialBackedUp,
    };
  }

  return {
    creationOptions: ({ id, alias }, challenge, known) =>
      generateRegistrationOptions({
        ...{ rpName: NAME, rpID: hostname },
        ...{ userID: bytes(id), userName: alias, userDisplayName: alias },
        ...{ challenge: bytes(challenge), timeout: TIMES.ceremonyMs },
        attestationType: 'none',
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        supportedAlgorithmIDs: ALGORITHMS,
        excludeCredentials: known.map((each) => ({
          id: each.id,
          transports: [...each.transports],
        })),
      }),

    requestOptions: (challenge) =>
      generateAuthenticationOptions({
        ...{ rpID: hostname, challenge: bytes(challenge), timeout: TIMES.ceremonyMs },
        userVerification: 'required',
      }),

    challengeOf: async (answer) => clientData(answer)?.challenge ?? null,

    created: (answer, challenge) => orNull(createdIn(answer, challenge)),

    async used(answer, challenge, credential) {
      if (clientData(answer) === null) return null;
      const { clientDataJSON, authenticatorData, signature } = answer.response;
      const outcome = await orNull(
        verifyAuthenticationResponse({
          ...expected(challenge),
          response: {
            ...plain(answer),
            response: { clientDataJSON, authenticatorData, signature },
          },
          credential: {
            id: answer.id,
            publicKey: bytes(credential?.publicKey ?? nobodys),
            // The ledger compares the counter, in the same atomic step as the sign-in.
            counter: 0,
          },
        }),
      );
      if (credential?.id !== answer.id || outcome?.verified !== true) return null;
      const { newCounter, credentialBackedUp } = outcome.authenticationInfo;
      return { ...credential, counter: newCounter, synced: credentialBackedUp };
    },
  };
}
