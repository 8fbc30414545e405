/** Signing in by a passkey (rule S1). Whatever is wrong is one answer after the same work: it tells nobody who is known here. */
import { StaffId } from '@terskel/shared/ids';
import type { UsedCredential } from '@terskel/shared/routes';
import { answeredCeremony } from './ceremony.ts';
import { refused, type Domain, type Outcome } from './ports.ts';

/** Of nobody: 128 bits that no person gets. */
const NOBODY = 'A'.repeat(22) as StaffId;

/** `browser`: SHA-256 of what the browser alone holds. */
export async function askToSignIn(d: Domain, browser: string): Promise<{ challenge: string }> {
  return d.passkeys.requestOptions(await d.challenges.issue(browser, { kind: 'sign-in' }));
}

/** The token of a new sign-in, in place of the one that the browser had. */
export async function signIn(
  d: Domain,
  browser: string,
  answer: UsedCredential,
  device: string,
  replaces: string | undefined,
): Promise<Outcome<{ readonly token: string }>> {
  const ceremony = await answeredCeremony(d, browser, answer, 'sign-in');
  if (ceremony === null) return refused('unauthorized');
  const handle = StaffId.safeParse(answer.response.userHandle);
  const staff = handle.success ? handle.data : NOBODY;
  const credential = await d.ledger.credential(staff, answer.id);
  const used = await d.passkeys.used(answer, ceremony.challenge, credential);
  const token = used === null ? null : await d.ledger.signIn(staff, used, device, replaces);
  return token === null ? refused('unauthorized') : { ok: true, token };
}
