/** Socket paths of the private stores of a data folder, so that `start` and the command line use the same ones. */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { realpathSync } from 'node:fs';

export interface LocalStores {
  /** Folder that contains both sockets. */
  readonly dir: string;
  readonly live: LocalStore;
  readonly ledger: LocalStore;
}

export interface LocalStore {
  readonly socketPath: string;
  /** `unix:///…/name.sock` */
  readonly url: string;
}

/** A socket path must fit the kernel's `sun_path`: 108 bytes including the final zero byte, 104 on macOS. */
export const SOCKET_PATH_MAX_BYTES = 103;
/** Used when the path of the temporary folder is too long for a socket. */
const SHORT = '/tmp';

/**
 * Resolves symbolic links, so that all paths of a folder lead to the same stores. Also works before the folder exists,
 * since `start` creates it.
 */
function realPath(dir: string): string {
  try {
    return realpathSync(dir);
  } catch {
    const parent = dirname(dir);
    return parent === dir ? dir : join(realPath(parent), basename(dir));
  }
}

/** Uses a temporary folder named by a hash, since the path of the data folder may be too long for a socket. */
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

/** URL of a socket path; escapes special characters. */
export function socketUrl(path: string): string {
  return `unix://${path.split('/').map(encodeURIComponent).join('/')}`;
}

function at(socketPath: string): LocalStore {
  return { socketPath, url: socketUrl(socketPath) };
}
