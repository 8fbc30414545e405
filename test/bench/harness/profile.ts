/** Node options and end signal of the server processes, besides their configuration. */
import { join } from 'node:path';
import { INSPECTED } from './profiler.ts';

const PROBE = join(import.meta.dirname, 'probe.ts');
let folder: string | null = null;

/** From now on each process writes a CPU profile into this directory when it exits. */
export function profileInto(dir: string): void {
  folder = dir;
}

/** A process writes its profile only when it exits by itself, which takes longer than a kill. */
export const ending = () => (folder === null ? 'SIGKILL' : 'SIGTERM');

/** `profiled`: a profiler can be opened for the process. */
export function env(profiled: boolean): Readonly<Record<string, string>> {
  const profile = folder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  const inspector = profiled ? [INSPECTED] : [];
  return { NODE_OPTIONS: [`--import=${PROBE}`, ...profile, ...inspector].join(' ') };
}
