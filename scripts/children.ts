/** Child processes that never outlive the one that started them. */
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';

export interface BoundOptions extends SpawnOptions {
  /** The signal that the kernel sends to the child if this process dies without stopping it (Linux only). */
  readonly whenWeDie: 'KILL' | 'TERM';
}

/**
 * Starts a program in its own process group. Ctrl-C in the terminal then reaches only this process, which stops the
 * children in the right order. Files of the child are private. It leaves no core dump, because a core of the live store
 * would write to disk what must never be there. If a core is piped to a program in spite of the limit, it holds no
 * memory.
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

/** Runs setpriv instead of looking for it, because that of Busybox lacks this option. */
function hasSetpriv(): boolean {
  setpriv ??= spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true']).status === 0;
  return setpriv;
}

/** Resolves when the child has ended: its exit code, and a few words on how it ended. */
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

/** Stops a child with SIGTERM and waits for its end; sends SIGKILL after `graceMs`. */
export async function stop(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const killTimer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  const end = ended(child);
  child.kill('SIGTERM');
  await end;
  clearTimeout(killTimer);
}
