/** The part that signing in, joining and adding a passkey share (rule S1). */
import type { NewCredential, UsedCredential } from '@terskel/shared/routes';
import type { Ceremony, Domain } from './ports.ts';

/**
 * Returns the ceremony whose challenge the answer signs; null unless that challenge was issued to this browser for this
 * kind. The challenge is used up, whatever its kind. `browser`: SHA-256 of a secret that only the browser holds.
 */
export async function answeredCeremony<Kind extends Ceremony['kind']>(
  domain: Domain,
  browser: string,
  answer: NewCredential | UsedCredential,
  kind: Kind,
): Promise<(Extract<Ceremony, { kind: Kind }> & { readonly challenge: string }) | null> {
  const challenge = await domain.passkeys.challengeOf(answer);
  const ceremony = challenge === null ? null : await domain.challenges.use(browser, challenge);
  if (challenge === null || ceremony?.kind !== kind) return null;
  return { ...(ceremony as Extract<Ceremony, { kind: Kind }>), challenge };
}
