/** Where the private stores of one data folder listen, so that `start` and the command line find the same ones. */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface LocalStores {
  /** Folder of both sockets. */
  readonly dir: string;
  readonly live: LocalStore;
  readonly ledger: LocalStore;
}

export interface LocalStore {
  readonly socketPath: string;
  /** `unix:///…/name.sock` */
  readonly url: string;
}

/** The temporary folder and a hash, not the data folder itself: a socket's path has at most 103 bytes. */
export function localStores(dataDir: string): LocalStores {
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12);
  const dir = join(tmpdir(), `terskel-${name}`);
  return { dir, live: at(join(dir, 'live.sock')), ledger: at(join(dir, 'ledger.sock')) };
}

function at(socketPath: string): LocalStore {
  return { socketPath, url: `unix://${socketPath}` };
}
