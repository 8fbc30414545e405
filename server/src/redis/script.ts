/**
 * Loads the Lua scripts. Each source consists of the base library, the libraries named in the script's `--#include`
 * line, each after those that it names itself, and the script.
 */
import { existsSync, readFileSync } from 'node:fs';
import { defineScript, type CommandParser } from 'redis';

/** The scripts of each store stand beside its code; some libraries are shared. */
const FOLDERS = ['../live/lua/', '../ledger/lua/', './lua/'].map(
  (path) => new URL(path, import.meta.url),
);

function read(name: string): string {
  const url = FOLDERS.map((folder) => new URL(`${name}.lua`, folder)).find((each) =>
    existsSync(each),
  );
  if (url === undefined) throw new Error(`no script ${name}`);
  return readFileSync(url, 'utf8');
}

/** The libraries that a file of Lua needs, in order, each once. */
function librariesOf(lua: string): readonly string[] {
  const named = /^--#include (.+)$/m.exec(lua)?.[1]?.split(' ') ?? [];
  const each = named.map((name) => `lib/${name}`);
  return [...new Set(each.flatMap((name) => librariesOf(read(name)).concat(name)))];
}

/** A script's whole source. Exported so that tests can run Lua with the same libraries. */
export function sourceOf(script: string): string {
  return [read('lib/base'), ...librariesOf(script).map(read), script].join('\n');
}

/**
 * A script's reply: 'ok' or an error code; then the result as JSON, or for an error the milliseconds until a retry may
 * help; then the sessions and conversations that the script ended ('seeker <id>' or 'conversation <id>').
 */
export type ScriptReply = readonly [code: string, result?: string, ...over: string[]];

interface Kinds {
  string: string;
  number: number;
  boolean: boolean;
  object: object;
  list: readonly unknown[];
}
/** The kind of an argument; one with `?` may be undefined, which Lua reads as nil. */
type Kind = keyof Kinds | `${keyof Kinds}?`;
type Value<Of extends Kind> = Of extends keyof Kinds
  ? Kinds[Of]
  : Of extends `${infer Some extends keyof Kinds}?`
    ? Kinds[Some] | undefined
    : never;
type Args = Readonly<Record<string, Kind>>;
type Given<Of extends Args> = { readonly [Name in keyof Of]: Value<Of[Name]> };
type Limits = Readonly<Record<string, number>>;

/** `words`: what the arguments of a call become. */
function script<const Of extends Args>(
  name: string,
  args: Of,
  limits: Limits,
  words: (given: Given<Of>) => readonly string[],
) {
  return defineScript({
    SCRIPT: sourceOf(read(name)),
    NUMBER_OF_KEYS: 1,
    args,
    limits,
    parseCommand(parser: CommandParser, root: string, given: Given<Of>) {
      parser.pushKey(root);
      parser.push(...words(given));
    },
    transformReply: (reply: unknown) => reply as ScriptReply,
  });
}

/** Lone surrogates, which cjson refuses, become U+FFFD, as in every text that is sent to Redis. */
const wellFormed = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;

/**
 * A script with named arguments: one JSON object, which `lib/call.lua` parses. `args` are the names and kinds of those
 * that each call gives; `limits` are the same in every call. The script's header repeats all names.
 */
export const named = <const Of extends Args>(name: string, args: Of, limits: Limits = {}) =>
  script(name, args, limits, (given) => [JSON.stringify({ ...given, ...limits }, wellFormed)]);

type Word = string | number | boolean | undefined;

/** An argument by position. A list becomes as many arguments as it has items; it can only be the last one. */
function wordsOf(value: Word | readonly string[]): readonly string[] {
  if (typeof value === 'object') return value;
  if (value === undefined || value === false) return [''];
  return [value === true ? '1' : String(value)];
}

/**
 * A script of the hot path. It takes its arguments by position, which costs less: the limits, then those that each call
 * gives, in the order of `args`. Its first line unpacks them by the same names.
 */
export function positional<const Of extends Args>(name: string, args: Of, limits: Limits = {}) {
  const fixed = Object.values(limits).flatMap(wordsOf);
  const names: readonly (keyof Of)[] = Object.keys(args);
  return script(name, args, limits, (given) => [
    ...fixed,
    ...names.flatMap((each) => wordsOf(given[each] as Word | readonly string[])),
  ]);
}
