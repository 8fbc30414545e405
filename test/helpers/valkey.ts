/** Valkey 8.1, which supports WAITAOF: downloaded once from Debian's archive, independent of the installed packages. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasApt, unpackPackages, writeForeignLauncher } from '../../scripts/apt.ts';
import { cached } from '../../scripts/cache.ts';
import { setting } from '../../scripts/env.ts';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const SOURCE = `deb [signed-by=${KEYRING}] http://deb.debian.org/debian trixie main`;

/** Path of the server, or the reason why there is none. `TERSKEL_VALKEY` names an installed one. */
export async function findValkey(): Promise<
  { readonly program: string } | { readonly why: string }
> {
  const given = setting('TERSKEL_VALKEY');
  if (given !== undefined) return { program: given };
  if (!hasApt() || !existsSync(KEYRING)) return { why: 'this is no Debian with apt' };
  try {
    const dir = await cached('valkey', async (draft) => {
      await unpackPackages(draft, ['valkey-tools'], SOURCE);
      // In Debian's packages the server is the same binary as the dump checker, and is selected by its name.
      writeForeignLauncher(draft, 'valkey-server', 'usr/bin/valkey-check-rdb');
    });
    return { program: join(dir, 'valkey-server') };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}
