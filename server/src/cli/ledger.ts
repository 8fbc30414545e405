/** `pnpm ledger …`: backs up and restores the ledger, and verifies its audit log (rules F7, S5). */
import { open, readFile, rm } from 'node:fs/promises';
import { systemClock } from '../clock.ts';
import { contentsIn, fileOf } from '../ledger/backup/file.ts';
import { auditFaultIn, contentsOf, headIn } from '../ledger/backup/contents.ts';
import { restore } from '../ledger/backup/restore.ts';
import { CommandError, mustBe, UsageError, type Command, type CommandOf } from './command.ts';

export const LEDGER_USAGE = `Usage:
  pnpm ledger backup FILE
      writes staff, passkeys, invites, settings and audit log to a new file, readable by you alone
  pnpm ledger restore FILE [--replace]
      replaces the contents of the ledger by such a file; if there is staff already, only with --replace
  pnpm ledger verify [--head HASH]
      checks that the audit log is unaltered, and prints its head; with --head, also that it continues an earlier one
`;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';

const backup =
  (path: string): Command =>
  async ({ store, say }) => {
    const contents = await contentsOf(store);
    const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
      const code = codeOf(error);
      if (code === 'EEXIST') throw new CommandError('There is such a file, and it stays.');
      throw new CommandError(`The file cannot be written (${code}).`);
    });
    try {
      await file.writeFile(fileOf(contents, systemClock.now()));
      await file.sync();
    } catch (error) {
      await rm(path, { force: true });
      throw new CommandError(`The file cannot be written (${codeOf(error)}).`);
    } finally {
      await file.close();
    }
    const { number, hash } = headIn(contents);
    say(`Written, with ${number} entries of the audit log; its head is ${hash}\n`);
  };

const putBack =
  (path: string, replace: boolean): Command =>
  async ({ store, ids, say }) => {
    const file = await readFile(path, 'utf8').catch((error: unknown) => {
      throw new CommandError(`The file cannot be read (${codeOf(error)}).`);
    });
    const restored = await restore(store, ids, contentsIn(file), replace);
    if (!restored.ok) {
      throw new CommandError(
        'This ledger has staff: back it up, then say --replace to put the file in its place.',
      );
    }
    const { number, hash } = restored.head;
    say(`Restored; every sign-in has ended. Entry ${number} of the audit log, its head: ${hash}\n`);
  };

const verify =
  (earlier: string | null): Command =>
  async ({ store, say }) => {
    const contents = await contentsOf(store);
    const head = headIn(contents);
    const fault = auditFaultIn(contents, earlier);
    if (fault !== null) throw new CommandError(fault);
    say(`${head.number} entries, all as they were written; the head is ${head.hash}\n`);
  };

export const ledgerCommand: CommandOf = (verb, words, values) => {
  const typed = { words, values };
  const [path = ''] = words;
  switch (verb) {
    case 'backup':
      mustBe(typed, 1, []);
      return backup(path);
    case 'restore':
      mustBe(typed, 1, ['replace']);
      return putBack(path, values.replace === true);
    case 'verify':
      mustBe(typed, 0, ['head']);
      return verify(values.head ?? null);
    default:
      throw new UsageError();
  }
};
