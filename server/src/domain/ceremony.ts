/** What signing in, joining and adding a passkey have in common (rule S1). */
import type { NewCredential, UsedCredential } from '@terskel/shared/routes';
import type { Ceremony, Domain } from './ports.ts';

/** What the answer is to, if it is to a challenge that this browser was given for that: it is used up by this. Null else. */
export async function answeredCeremony<Kind extends Ceremony['kind']>(
  d: Domain,
  browser: string,
  answer: NewCredential | UsedCredential,
  kind: Kind,
): Promise<(Extract<Ceremony, { kind: Kind }> & { readonly challenge: string }) | null> {
  const challenge = await d.passkeys.challengeOf(answer);
  const ceremony = challenge === null ? null : await d.challenges.use(browser, challenge);
  if (challenge === null || ceremony?.kind !== kind) return null;
  return { ...(ceremony as Extract<Ceremony, { kind: Kind }>), challenge };
}
