/** Invites as an operator creates them. */
import type { NewTerms } from '@terskel/server/domain/ledger';
import type { TestService } from './service.ts';

const VOLUNTEER: NewTerms = { kind: 'join', roles: ['volunteer'], trained: true };

/** The token of a new invite; for a trained volunteer by default. */
export async function inviteTo(
  { book }: Pick<TestService, 'book'>,
  terms: NewTerms = VOLUNTEER,
): Promise<string> {
  const made = await book.addInvite('operator', terms);
  if (!made.ok) throw new Error(`no invite: ${made.code}`);
  return made.token;
}
