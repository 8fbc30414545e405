/** The words of sign-in and account, and the context that provides them. */
import type { ReadonlySignal } from '../../signal.ts';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AccountI18n } from '../../i18n/i18n.ts';
import type { ServiceProblem, EntryProblem } from '../../state/entry.ts';
import { useValue } from '../parts/signals.ts';

export const AccountContext = createContext<ReadonlySignal<AccountI18n> | null>(null);

export function useAccountI18n(): AccountI18n {
  const i18n = useContext(AccountContext);
  if (i18n === null) throw new Error('a view outside its page');
  return useValue(i18n);
}

/** The error message for a problem; it says what to do. */
export function problemWords(problem: EntryProblem | ServiceProblem, i18n: AccountI18n): string {
  const words = i18n.account.entry.problem;
  if (problem.kind === 'rate_limited') return words.rate_limited(i18n.time(problem.until));
  return words[problem.kind];
}
