/** What signing in, joining and adding a passkey have in common (rule S1). */
import type { StaffId } from '@terskel/shared/ids';
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

/** Whether a sign-in that was just opened stands. Else a recovery has replaced its passkey just before there was one to end. */
export async function isStillTheirs(
  d: Domain,
  staff: StaffId,
  passkey: string,
  token: string,
): Promise<boolean> {
  if ((await d.ledger.credential(staff, passkey)) !== null) return true;
  await d.ledger.endSession(token);
  return false;
}
