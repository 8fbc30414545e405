/** What the operator's commands have in common. */
import type { Ids } from '../domain/ports.ts';
import type { OpenLedger } from '../store/ledger/ledger.ts';

/** What was typed makes no sense: the usage is shown. */
export class UsageError extends Error {}
/** Its message is one line for the operator. */
export class CommandError extends Error {}

export interface Tools extends OpenLedger {
  readonly ids: Ids;
  /** Origin of the address people open. */
  readonly publicUrl: string;
  readonly say: (text: string) => void;
}
export type Command = (tools: Tools) => Promise<void>;

export interface Values {
  readonly role?: readonly string[];
  readonly trained?: boolean;
  readonly first?: boolean;
  readonly count?: string;
  readonly json?: boolean;
  readonly replace?: boolean;
  readonly head?: string;
}
/** A command, from what was typed; throws a `UsageError`. */
export type CommandOf = (verb: string, words: readonly string[], values: Values) => Command;

/** Refuses options that this command does not know, and as many words as it does not want. */
export function mustBe(
  { words, values }: { readonly words: readonly string[]; readonly values: Values },
  count: number,
  known: readonly (keyof Values)[],
): void {
  const names = Object.keys(values) as (keyof Values)[];
  if (words.length !== count || names.some((name) => !known.includes(name))) throw new UsageError();
}
