/** Locks a data folder for one service, because two would write to the same ledger file. */
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

/**
 * Locks the folder until the result is disposed of or the process ends in any way. The lock is a kernel lock (`fcntl`),
 * which Node can take only through SQLite. It works across containers and for every path of the folder. The lock file
 * stays and is empty. Throws if another process holds the lock, or the file cannot be locked.
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
  // Creates the file for its owner only. An existing file is not opened, because closing a file releases all locks of
  // this process on it.
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
