/** Child processes that never outlive the one that started them. */
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';

export interface BoundOptions extends SpawnOptions {
  /** What the kernel sends the child when we die without a chance to stop it (Linux alone). */
  readonly whenWeDie: 'KILL' | 'TERM';
}

/**
 * Starts a program in a process group of its own: Ctrl-C in the terminal then reaches only us, and
 * we end the children in the right order. Files it makes are private, and it leaves no core dump,
 * because a core of the live store would put on disk what must never be there; where one is piped to
 * a program in spite of the limit, it holds no memory.
 */
export function spawnBound(
  command: string,
  args: readonly string[],
  { whenWeDie, ...options }: BoundOptions,
): ChildProcess {
  const bound = hasSetpriv() ? ['setpriv', '--pdeathsig', whenWeDie] : [];
  const memoryless = '{ echo 0 >/proc/self/coredump_filter; } 2>/dev/null';
  const script = `umask 077; ulimit -c 0; ${memoryless}; exec "$@"`;
  return spawn('sh', ['-c', script, 'sh', ...bound, command, ...args], {
    ...options,
    detached: true,
  });
}

let setpriv: boolean | undefined;

/** Busybox has a setpriv without this option, so try it rather than look for it. */
function hasSetpriv(): boolean {
  setpriv ??= spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true']).status === 0;
  return setpriv;
}

/** Settles when the child has ended, with a few words on how. */
export function ended(child: ChildProcess): Promise<{ code: number; how: string }> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, how: error.message }));
    child.once('exit', (code, signal) =>
      resolve({
        code: code ?? 1,
        how: signal === null ? `ended with code ${code}` : `was ended by ${signal}`,
      }),
    );
  });
}

/** Asks a child to end, waits, and insists after `graceMs`. */
export async function stop(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const insist = setTimeout(() => child.kill('SIGKILL'), graceMs);
  const end = ended(child);
  child.kill('SIGTERM');
  await end;
  clearTimeout(insist);
}
