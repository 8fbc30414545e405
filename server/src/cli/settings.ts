/**
 * `pnpm settings …`: shows and changes the settings of an association (⚙ in the rules) as JSON. Every change is in the
 * audit log (rule S5).
 */
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import type { Settings } from '../domain/ports.ts';
import { NewSettings } from '../ledger/records.ts';
import { CommandError, mustBe, UsageError, type Command, type CommandOf } from './command.ts';

export const SETTINGS_USAGE = `Usage:
  pnpm settings show
      prints all settings as JSON, with default values for those that were never set
  pnpm settings set FILE
      changes the settings in a JSON file, opening hours for example, and keeps all others; "-" reads standard input
`;

const show: Command = async ({ book, say }) => {
  say(`${JSON.stringify(await book.settings(), null, 2)}\n`);
};

/** Decodes UTF-8, with or without a byte order mark. */
function textIn(bytes: Buffer): string {
  try {
    // Fatal: in another encoding, letters would be stored as wrong characters.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // ASCII text in UTF-16 is valid UTF-8 as well, with a zero byte beside each letter.
    if (!text.includes('\0')) return text;
  } catch {}
  throw new CommandError('The file is not UTF-8: save it as UTF-8. Nothing has changed.');
}

/** Parses the file; throws a `CommandError` that says in one line what is wrong and where. */
function settingsIn(bytes: Buffer): NewSettings {
  const text = textIn(bytes);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CommandError('The file is no JSON; nothing has changed.');
  }
  const parsed = z.safeParse(NewSettings, json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys : [];
  const where = [...(issue?.path ?? []), ...unknown].join('.');
  throw new CommandError(`Not a setting, or none that makes sense: ${where}. Nothing has changed.`);
}

const set =
  (path: string): Command =>
  async ({ book, say }) => {
    const file = path === '-' ? '/dev/stdin' : path;
    const bytes = await readFile(file).catch((error: unknown) => {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      throw new CommandError(`The file cannot be read (${code}).`);
    });
    const wanted = settingsIn(bytes);
    const got = await book.setSettings('operator', wanted as Partial<Settings>);
    if (!got.ok) throw new CommandError('The ledger refused the change; nothing has changed.');
    const names = Object.keys(wanted);
    if (names.length === 0) throw new CommandError('The file names no setting.');
    say(`Set: ${names.join(', ')}. Every node knows within seconds.\n`);
  };

export const settingsCommand: CommandOf = (verb, words, values) => {
  const [path = ''] = words;
  switch (verb) {
    case 'show':
      mustBe({ words, values }, 0, []);
      return show;
    case 'set':
      mustBe({ words, values }, 1, []);
      return set(path);
    default:
      throw new UsageError();
  }
};
