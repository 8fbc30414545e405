/** The balancers that the examples in `balancers/` are for, to run them in tests: found, or fetched and not installed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasApt, unpackPackages, writeLauncher } from './apt.ts';
import { cached, onPath } from './cache.ts';

export type Balancer = 'nginx' | 'haproxy';

/** Path of the program. */
export async function findBalancer(name: Balancer): Promise<string> {
  // Where Debian has it is not on everybody's PATH.
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
