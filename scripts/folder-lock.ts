/** One service to a data folder: two would write to the same file of the ledger. */
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

/**
 * Holds the folder until it is disposed of, or the process ends in whatever way: the lock is the kernel's (`fcntl`), which
 * Node reaches by SQLite alone. It holds across containers and names of the folder. The file stays, empty.
 */
export function lockFolder(dir: string): Disposable {
  const path = join(dir, 'lock');
  try {
    return lockFile(path);
  } catch (error) {
    const { errcode, message } = error as Error & { readonly errcode?: number };
    const why =
      errcode === SQLITE_BUSY
        ? `another Terskel is running on ${dir}: end that one, or choose another folder.`
        : `${path} cannot be locked (${message}).`;
    throw new Error(`DATA_DIR: ${why}`, { cause: error });
  }
}

function lockFile(path: string): Disposable {
  // For its owner alone. Only where there is none: closing a file lets go of this process's locks on it.
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  const lock = new DatabaseSync(path);
  try {
    lock.exec('PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw error;
  }
  return { [Symbol.dispose]: () => lock.close() };
}
