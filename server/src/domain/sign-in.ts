/** Signing in by a passkey (rule S1). Whatever is wrong is one answer after the same work: it tells nobody who is known here. */
import { StaffId } from '@terskel/shared/ids';
import type { UsedCredential } from '@terskel/shared/routes';
import { refused, type Domain, type Outcome } from './ports.ts';

/** Of nobody: 128 bits that no person gets. */
const NOBODY = 'A'.repeat(22) as StaffId;

/** `browser`: SHA-256 of what the browser alone holds. */
export async function askToSignIn(d: Domain, browser: string): Promise<{ challenge: string }> {
  return d.passkeys.requestOptions(await d.challenges.issue(browser, { kind: 'sign-in' }));
}

/** The token of a new sign-in. */
export async function signIn(
  d: Domain,
  browser: string,
  answer: UsedCredential,
  device: string,
): Promise<Outcome<{ readonly token: string }>> {
  const challenge = d.passkeys.challengeOf(answer);
  if (challenge === null) return refused('unauthorized');
  const ceremony = await d.challenges.use(browser, challenge);
  if (ceremony?.kind !== 'sign-in') return refused('unauthorized');
  const handle = StaffId.safeParse(answer.response.userHandle);
  const staff = handle.success ? handle.data : NOBODY;
  const credential = await d.ledger.credential(staff, answer.id);
  const used = await d.passkeys.used(answer, challenge, credential);
  const token = used === null ? null : await d.ledger.signIn(staff, used, device);
  if (token === null) return refused('unauthorized');
  // Replaced by a recovery just before there was a sign-in that it could end.
  if ((await d.ledger.credential(staff, answer.id)) !== null) return { ok: true, token };
  await d.ledger.endSession(token);
  return refused('unauthorized');
}
