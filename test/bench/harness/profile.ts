/** What the server's processes are started with, besides their configuration. */
import { join } from 'node:path';

const PROBE = join(import.meta.dirname, 'probe.ts');
let folder: string | null = null;

/** From now on each process leaves a CPU profile here when it ends. */
export function profileInto(dir: string): void {
  folder = dir;
}

/** A process that is to leave a profile has to end by itself, which takes a while. */
export const ending = () => (folder === null ? 'SIGKILL' : 'SIGTERM');

export function env(): Readonly<Record<string, string>> {
  const profile = folder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  return { NODE_OPTIONS: [`--import=${PROBE}`, ...profile].join(' ') };
}
