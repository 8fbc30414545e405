/** Joining by an invite, which adds a new staff member or gives an existing one a new passkey (rule S1). */
import type { InviteToken, StaffId } from '@terskel/shared/ids';
import type { NewCredential } from '@terskel/shared/routes';
import { answeredCeremony } from './ceremony.ts';
import { refused, type Domain, type Outcome } from './ports.ts';

/** An invite as the browser submits it. */
export interface HandedIn {
  readonly token: InviteToken;
  /** SHA-256 of the token. */
  readonly id: string;
  /** Name of a new staff member; existing ones keep theirs. */
  readonly alias: string | undefined;
}

/**
 * Starts a joining. `browser`: SHA-256 of a secret that only the browser holds. Errors: `not_found` for an invite that
 * is not usable, `invalid_payload` for a missing alias.
 */
export async function askToJoin(
  domain: Domain,
  browser: string,
  { token, id: invite, alias = '' }: HandedIn,
): Promise<Outcome<{ readonly options: { readonly challenge: string } }>> {
  const terms = await domain.ledger.inviteTerms(token, browser);
  if (terms === null) return refused('not_found');
  const person =
    terms.kind === 'join'
      ? { id: domain.ids.id() as StaffId, alias }
      : { id: terms.staff, alias: terms.alias };
  if (person.alias === '') return refused('invalid_payload');
  const challenge = await domain.challenges.issue(browser, {
    kind: 'join',
    invite,
    staff: person.id,
  });
  // Excludes no passkeys: a recovery replaces all old ones, so the same authenticator may make the new one.
  return { ok: true, options: await domain.passkeys.creationOptions(person, challenge, []) };
}

/**
 * Completes a joining; returns the token of a first sign-in, which replaces the browser's previous one. If the
 * response is lost, the same browser may use the invite again, or sign in with the passkey. `wrong_state`: the invite
 * is still valid, but the answer does not match a challenge, or its proof is invalid.
 */
export async function join(
  domain: Domain,
  browser: string,
  { token, id: invite, alias = '' }: HandedIn,
  answer: NewCredential,
  device: string,
  replaces: string | undefined,
): Promise<Outcome<{ readonly token: string }>> {
  const terms = await domain.ledger.inviteTerms(token, browser);
  if (terms === null) return refused('not_found');
  if (terms.kind === 'join' && alias === '') return refused('invalid_payload');
  const ceremony = await answeredCeremony(domain, browser, answer, 'join');
  if (ceremony?.invite !== invite) return refused('wrong_state');
  const credential = await domain.passkeys.created(answer, ceremony.challenge);
  if (credential === null) return refused('wrong_state');
  const newcomer = {
    ...{ id: ceremony.staff, alias: terms.kind === 'join' ? alias : terms.alias },
    passkey: { ...credential, name: device },
  };
  const session = domain.ids.secret();
  const joined = await domain.ledger.join(token, newcomer, {
    ...{ token: session, device, replaces, browser },
  });
  return joined.ok ? { ok: true, token: session } : joined;
}
