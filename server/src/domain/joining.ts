/** Joining by an invite, which makes somebody new of the staff or gives somebody known a new passkey (rule S1). */
import type { InviteToken, StaffId } from '@terskel/shared/ids';
import type { NewCredential } from '@terskel/shared/routes';
import { answeredCeremony } from './ceremony.ts';
import { refused, type Domain, type Outcome } from './ports.ts';

/** An invite as it was handed in, and as the ledger knows it. */
export interface HandedIn {
  readonly token: InviteToken;
  /** SHA-256 of it. */
  readonly id: string;
  /** Of somebody new; who is known keeps the name. */
  readonly alias: string | undefined;
}

/** `browser`: SHA-256 of what the browser alone holds. */
export async function askToJoin(
  d: Domain,
  browser: string,
  { token, id: invite, alias = '' }: HandedIn,
): Promise<Outcome<{ readonly options: { readonly challenge: string } }>> {
  const terms = await d.ledger.inviteTerms(token, browser);
  if (terms === null) return refused('not_found');
  const person =
    terms.kind === 'join'
      ? { id: d.ids.id() as StaffId, alias }
      : { id: terms.staff, alias: terms.alias };
  if (person.alias === '') return refused('invalid_payload');
  const challenge = await d.challenges.issue(browser, { kind: 'join', invite, staff: person.id });
  // The passkeys that somebody had will be gone: the same authenticator may make the new one.
  return { ok: true, options: await d.passkeys.creationOptions(person, challenge, []) };
}

/**
 * The token of a first sign-in, in place of the one that the browser had. Should this answer be lost, the same browser may
 * follow the invite again, or sign in with the passkey. `wrong_state`: the invite stands, but the answer belongs to nothing
 * that was asked for, or proves nothing.
 */
export async function join(
  d: Domain,
  browser: string,
  { token, id: invite, alias = '' }: HandedIn,
  answer: NewCredential,
  device: string,
  replaces: string | undefined,
): Promise<Outcome<{ readonly token: string }>> {
  const terms = await d.ledger.inviteTerms(token, browser);
  if (terms === null) return refused('not_found');
  if (terms.kind === 'join' && alias === '') return refused('invalid_payload');
  const ceremony = await answeredCeremony(d, browser, answer, 'join');
  if (ceremony?.invite !== invite) return refused('wrong_state');
  const credential = await d.passkeys.created(answer, ceremony.challenge);
  if (credential === null) return refused('wrong_state');
  const newcomer = {
    ...{ id: ceremony.staff, alias: terms.kind === 'join' ? alias : terms.alias },
    passkey: { ...credential, name: device },
  };
  const session = d.ids.secret();
  const joined = await d.ledger.join(token, newcomer, {
    ...{ token: session, device, replaces, browser },
  });
  return joined.ok ? { ok: true, token: session } : joined;
}
