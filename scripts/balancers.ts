/** The balancers for which `balancers/` has examples, to test these: found or downloaded, never installed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasApt, unpackPackages, writeLauncher } from './apt.ts';
import { cached, onPath } from './cache.ts';

export type Balancer = 'nginx' | 'haproxy';

/** Path of the program. Throws if it is neither installed nor available from apt. */
export async function findBalancer(name: Balancer): Promise<string> {
  // Debian installs it in a folder that is not on every user's PATH.
  const binary = join('usr', 'sbin', name);
  const found = onPath(name) ?? (existsSync(join('/', binary)) ? join('/', binary) : undefined);
  if (found !== undefined) return found;
  if (!hasApt()) throw new Error(`The tests need ${name}, and it is not on PATH: install it.`);
  const dir = await cached(name, async (draft) => {
    await unpackPackages(draft, [name]);
    writeLauncher(draft, 'launch', binary);
  });
  return join(dir, 'launch');
}
