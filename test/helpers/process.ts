/** The server's programs as separate processes. */
import { join } from 'node:path';
import { ended, spawnBound } from '../../scripts/children.ts';
import { ROOT } from '../../scripts/env.ts';
import { SERVER_FLAGS } from '../../scripts/server.ts';

export interface Program {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface NodeProcess {
  /** The address that it listens on. */
  readonly origin: string;
  readonly pid: number;
  readonly port: number;
  /** Everything it has written so far. */
  output(): string;
  /** The exit code, once it has ended. */
  readonly ended: Promise<number>;
  /** Kills it like a crash, or stops it cleanly with SIGTERM. Returns the exit code. */
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<number>;
}

/** Compile cache, as with `pnpm start`: halves the start-up time. */
const COMPILED = join(ROOT, 'node_modules', '.cache', 'node');

type Environment = Readonly<Record<string, string>>;

function start(file: string, args: readonly string[], env: Environment) {
  const child = spawnBound(
    process.execPath,
    [...SERVER_FLAGS, join(ROOT, 'server/src', file), ...args],
    {
      whenWeDie: 'KILL',
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: COMPILED, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const written = { stdout: '', stderr: '' };
  const heard = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
      for (const listener of heard) listener();
    });
  }
  return { child, written, heard, end: ended(child) };
}

/** Runs `server/src/<file>` to its end. */
export async function run(
  file: string,
  args: readonly string[],
  env: Environment,
): Promise<Program> {
  const { child, written, end } = start(file, args, env);
  // Output may arrive after the process has ended.
  const closed = new Promise((resolve) => child.once('close', resolve));
  const { code } = await end;
  await closed;
  return { code, ...written };
}

/** Starts a server node; resolves once it listens. */
export async function startNode(env: Environment): Promise<NodeProcess> {
  const { child, written, heard, end } = start('main.ts', [], { PORT: '0', ...env });
  const { promise: listening, resolve } = Promise.withResolvers<number>();
  const look = () => {
    const port = /"port":(\d+)/.exec(written.stdout)?.[1];
    if (port !== undefined) resolve(Number(port));
  };
  heard.add(look);
  const died = end.then(({ how }) => {
    throw new Error(`the node ${how}: ${written.stderr}`);
  });
  died.catch(() => {});
  const port = await Promise.race([listening, died]);
  return {
    origin: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    port,
    ended: end.then(({ code }) => code),
    output: () => written.stdout + written.stderr,
    async kill(signal = 'SIGKILL') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return (await end).code;
    },
  };
}
