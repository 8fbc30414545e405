/**
 * Signing in with a passkey (rule S1). Every failure gives the same error after the same work, so that it does not
 * reveal who is on the staff.
 */
import { StaffId } from '@terskel/shared/ids';
import type { UsedCredential } from '@terskel/shared/routes';
import { answeredCeremony } from './ceremony.ts';
import { refused, type Domain, type Outcome } from './ports.ts';

/** A staff id that no person has. */
const NOBODY = 'A'.repeat(22) as StaffId;

/** Options for a sign-in. `browser`: SHA-256 of a secret that only the browser holds. */
export async function askToSignIn(domain: Domain, browser: string): Promise<{ challenge: string }> {
  return domain.passkeys.requestOptions(
    await domain.challenges.issue(browser, { kind: 'sign-in' }),
  );
}

/** Returns the token of a new sign-in. `replaces`: token of the browser's previous sign-in, which ends. */
export async function signIn(
  domain: Domain,
  browser: string,
  answer: UsedCredential,
  device: string,
  replaces: string | undefined,
): Promise<Outcome<{ readonly token: string }>> {
  const ceremony = await answeredCeremony(domain, browser, answer, 'sign-in');
  if (ceremony === null) return refused('unauthorized');
  const handle = StaffId.safeParse(answer.response.userHandle);
  const staff = handle.success ? handle.data : NOBODY;
  const credential = await domain.ledger.credential(staff, answer.id);
  const used = await domain.passkeys.used(answer, ceremony.challenge, credential);
  const token = used === null ? null : await domain.ledger.signIn(staff, used, device, replaces);
  return token === null ? refused('unauthorized') : { ok: true, token };
}
