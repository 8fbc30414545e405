/**
 * Loads the relying party at first use. Its library takes as long to load as the rest of a node, and seekers never need
 * it.
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
