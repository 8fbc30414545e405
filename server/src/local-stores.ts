/** Where the private stores of one data folder listen, so that `start` and the command line find the same ones. */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { realpathSync } from 'node:fs';

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

/** A socket's path must fit the kernel's `sun_path`: 108 bytes with its final zero, 104 on macOS. */
export const SOCKET_PATH_MAX_BYTES = 103;
/** Where a temporary folder of a longer name is no use for sockets. */
const SHORT = '/tmp';

/** Two names of one folder are the same stores, also before it is there: `start` makes it. */
function realPath(dir: string): string {
  try {
    return realpathSync(dir);
  } catch {
    const parent = dirname(dir);
    return parent === dir ? dir : join(realPath(parent), basename(dir));
  }
}

/** A temporary folder and a hash, not the data folder itself, whose path may be too long for a socket. */
export function localStores(dataDir: string): LocalStores {
  const name = createHash('sha256')
    .update(realPath(resolve(dataDir)))
    .digest('hex')
    .slice(0, 12);
  const [wanted = '', short = ''] = [resolve(tmpdir()), SHORT].map((base) =>
    join(base, `terskel-${name}`),
  );
  const isShort = Buffer.byteLength(join(wanted, 'ledger.sock')) <= SOCKET_PATH_MAX_BYTES;
  const dir = isShort ? wanted : short;
  return { dir, live: at(join(dir, 'live.sock')), ledger: at(join(dir, 'ledger.sock')) };
}

/** Address of a socket, whatever letters its path has. */
export function socketUrl(path: string): string {
  return `unix://${path.split('/').map(encodeURIComponent).join('/')}`;
}

function at(socketPath: string): LocalStore {
  return { socketPath, url: socketUrl(socketPath) };
}
