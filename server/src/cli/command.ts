/** Types and argument checks that all operator commands share. */
import type { Ids } from '../domain/ports.ts';
import type { OpenLedger } from '../ledger/ledger.ts';

/** The arguments are invalid: the usage is printed. */
export class UsageError extends Error {}
/** A failure whose message is one line for the operator. */
export class CommandError extends Error {}

export interface Tools extends OpenLedger {
  readonly ids: Ids;
  /** Origin of the public address. */
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
/** Parses arguments into a command; throws a `UsageError` if they are invalid. */
export type CommandOf = (verb: string, words: readonly string[], values: Values) => Command;

/** Throws a `UsageError` unless there are exactly `count` positional arguments and only `known` options. */
export function mustBe(
  { words, values }: { readonly words: readonly string[]; readonly values: Values },
  count: number,
  known: readonly (keyof Values)[],
): void {
  const names = Object.keys(values) as (keyof Values)[];
  if (words.length !== count || names.some((name) => !known.includes(name))) throw new UsageError();
}
