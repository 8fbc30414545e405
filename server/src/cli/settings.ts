/** `pnpm settings …`: what an association sets (⚙ in the rules), as a JSON file; every change stands in the audit log (rule S5). */
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import type { Settings } from '../domain/ports.ts';
import { NewSettings } from '../store/ledger/records.ts';
import { CommandError, mustBe, UsageError, type Command, type CommandOf } from './command.ts';

export const SETTINGS_USAGE = `Usage:
  pnpm settings show
      prints all settings as JSON, those that were never set as they are by default
  pnpm settings set FILE
      takes the settings that a JSON file names, opening hours for example, and leaves the others; "-" reads them here
`;

const show: Command = async ({ book, say }) => {
  say(`${JSON.stringify(await book.settings(), null, 2)}\n`);
};

/** UTF-8, with or without a byte order mark. */
function textIn(bytes: Buffer): string {
  try {
    // Letters of another encoding would be stored as something else.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // Plain letters of UTF-16 fit UTF-8 as well, with a zero beside each.
    if (!text.includes('\0')) return text;
  } catch {}
  throw new CommandError('The file is not UTF-8: save it as UTF-8. Nothing has changed.');
}

/** What the file holds, or one line that names what is wrong and where. */
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
    if (!got.ok) throw new CommandError('The ledger did not take it; nothing has changed.');
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
