/**
 * The relying party, loaded when it is first needed: its library takes as long to load as all the rest of a node, and
 * nobody who seeks support ever waits for it.
 */
import type { Passkeys } from '../domain/ports.ts';

export function passkeys(publicUrl: string, port: () => number): Passkeys {
  let loaded: Passkeys | undefined;
  const load = async () =>
    (loaded ??= (await import('./relying-party.ts')).relyingParty(publicUrl, port));
  return {
    creationOptions: async (...asked) => (await load()).creationOptions(...asked),
    requestOptions: async (...asked) => (await load()).requestOptions(...asked),
    challengeOf: async (answer) => (await load()).challengeOf(answer),
    created: async (...asked) => (await load()).created(...asked),
    used: async (...asked) => (await load()).used(...asked),
  };
}
