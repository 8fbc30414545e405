/**
 * Proofs of work by ALTCHA (rule R2). A challenge is signed with the key of the hour and bound to its holder, so no
 * other session can use it. The solution is known when the challenge is made, so verifying a proof takes no such work.
 */
import { createHmac, randomInt, type KeyObject } from 'node:crypto';
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import * as z from 'zod/mini';
import type { Proofs } from '../domain/ports.ts';

/** PBKDF2 iterations for each attempt: about a millisecond on a phone. */
const COST = 5_000;
/** Range of attempts at level 1. Each level takes twice as many as the one below. */
const TRIES = { least: 200, most: 400 };

const text = z.string();
const Proof = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      ...{ algorithm: text, nonce: text, salt: text, keyPrefix: text, keySignature: text },
      ...{ cost: z.int(), keyLength: z.int() },
      data: z.strictObject({ level: z.int(), expiresAt: z.int() }),
    }),
    signature: text,
  }),
  solution: z.strictObject({ counter: z.int(), derivedKey: text }),
});

function parsed(proof: string): z.infer<typeof Proof> | null {
  try {
    return z.parse(Proof, JSON.parse(proof));
  } catch {
    return null;
  }
}

export function proofs(hour: { current: () => KeyObject; previous: () => KeyObject }): Proofs {
  const secrets = (key: KeyObject, holder: string) => {
    const secret = (purpose: string) =>
      createHmac('sha256', key).update(`${purpose} ${holder}`).digest('hex');
    return {
      hmacSignatureSecret: secret('challenge'),
      hmacKeySignatureSecret: secret('solution'),
    };
  };
  return {
    async challenge(holder, { level, expiresAt }) {
      const challenge = await createChallenge({
        ...secrets(hour.current(), holder),
        ...{ algorithm: 'PBKDF2/SHA-256', cost: COST, deriveKey },
        counter: randomInt(TRIES.least, TRIES.most) * 2 ** (level - 1),
        data: { level, expiresAt },
      });
      return JSON.stringify(challenge);
    },
    async read(holder, proof) {
      const claim = parsed(proof);
      if (claim === null) return null;
      const { challenge, solution } = claim;
      for (const key of [hour.current(), hour.previous()]) {
        const { verified } = await verifySolution({
          ...{ challenge, solution, deriveKey },
          ...secrets(key, holder),
        });
        if (verified) return { ...challenge.parameters.data, id: challenge.signature };
      }
      return null;
    },
  };
}
