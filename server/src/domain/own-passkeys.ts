/** A staff member adds another passkey. The whole ceremony must happen in the same sign-in (rule S1). */
import type { StaffId } from '@terskel/shared/ids';
import type { NewCredential } from '@terskel/shared/routes';
import { answeredCeremony } from './ceremony.ts';
import { refused, type Domain, type Outcome } from './ports.ts';

export interface Owner {
  readonly id: StaffId;
  readonly alias: string;
  /** SHA-256 of the sign-in's token. */
  readonly session: string;
}

/** Options for a new passkey. `browser`: SHA-256 of a secret that only the browser holds. */
export async function askForPasskey(
  domain: Domain,
  browser: string,
  { id, alias, session }: Owner,
): Promise<{ challenge: string }> {
  const known = await domain.ledger.credentials(id);
  const challenge = await domain.challenges.issue(browser, { kind: 'add', session, staff: id });
  return domain.passkeys.creationOptions({ id, alias }, challenge, known);
}

/** Adds the passkey. `wrong_state`: the answer does not match a challenge of this sign-in, or its proof is invalid. */
export async function addPasskey(
  domain: Domain,
  browser: string,
  { id, session }: Owner,
  answer: NewCredential,
  name: string,
): Promise<Outcome<object>> {
  const ceremony = await answeredCeremony(domain, browser, answer, 'add');
  if (ceremony?.session !== session || ceremony.staff !== id) return refused('wrong_state');
  const credential = await domain.passkeys.created(answer, ceremony.challenge);
  if (credential === null) return refused('wrong_state');
  return domain.ledger.addPasskey(id, { ...credential, name }, session);
}
