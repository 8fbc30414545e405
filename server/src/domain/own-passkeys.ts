/** One's own passkeys: another one is added by somebody who is signed in, in the same sign-in from beginning to end. */
import type { StaffId } from '@terskel/shared/ids';
import type { NewCredential } from '@terskel/shared/routes';
import type { Credential } from './ledger.ts';
import { refused, type Domain, type Outcome } from './ports.ts';

export interface Owner {
  readonly id: StaffId;
  readonly alias: string;
  /** SHA-256 of the sign-in's token. */
  readonly session: string;
}

/** `browser`: SHA-256 of what the browser alone holds. */
export async function askForPasskey(
  d: Domain,
  browser: string,
  { id, alias, session }: Owner,
): Promise<{ challenge: string }> {
  const shown = await d.ledger.passkeys(id);
  const known = await Promise.all(shown.map((each) => d.ledger.credential(id, each.id)));
  const challenge = await d.challenges.issue(browser, { kind: 'add', session, staff: id });
  const there = known.filter((each): each is Credential => each !== null);
  return d.passkeys.creationOptions({ id, alias }, challenge, there);
}

/** `wrong_state`: the answer belongs to nothing that was asked for, or proves nothing. */
export async function addPasskey(
  d: Domain,
  browser: string,
  { id, session }: Owner,
  answer: NewCredential,
  name: string,
): Promise<Outcome<object>> {
  const challenge = d.passkeys.challengeOf(answer);
  if (challenge === null) return refused('wrong_state');
  const ceremony = await d.challenges.use(browser, challenge);
  const isTheirs =
    ceremony?.kind === 'add' && ceremony.session === session && ceremony.staff === id;
  const credential = isTheirs ? await d.passkeys.created(answer, challenge) : null;
  if (credential === null) return refused('wrong_state');
  return d.ledger.addPasskey(id, { ...credential, name }, session);
}
