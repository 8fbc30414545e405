/** Runs the server processes for `start`. */
import { type ChildProcess, execFile } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Config } from '@terskel/server/config';
import { spawnBound } from './children.ts';
import { ROOT, setting } from './env.ts';
import type { Options } from './options.ts';

const READY_TIMEOUT_MS = 30_000;
/** Settings of glibc on Linux: overwrites memory as soon as it is freed (rule A8). Other C libraries ignore them. */
const WIPE_FREED = 'glibc.malloc.perturb=85:glibc.malloc.tcache_count=0';
/** Log levels. */
const WARN = 40;
const ERROR = 50;

type Ports = Options['processes'][number];

/**
 * Limits V8's young generation. Without the limit it grows to over 100 MB and stays there, which is as much memory as
 * 5,000 waiting seekers take.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=8'];

/** Starts a server process that loads and then waits for `letGo`. `watch` restarts it whenever its code changes. */
export function startServer(config: Config, ports: Ports, watch: boolean): ChildProcess {
  // Whole folders are watched, because the Lua scripts are read as files, not imported.
  const folders = ['server/src', 'shared/src'].map((path) => `--watch-path=${join(ROOT, path)}`);
  const flags = watch ? [...folders, '--watch-preserve-output'] : [];
  const child = spawnBound(
    process.execPath,
    [...SERVER_FLAGS, ...flags, join(ROOT, 'server/src/main.ts'), '--held'],
    {
      whenWeDie: 'TERM',
      cwd: ROOT,
      env: environment(config, ports),
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  // Errors are ignored here, because the exit of the process reports why it ended.
  child.stdin?.on('error', () => {});
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      // With LOG_LEVEL set, the JSON log is printed. Without it, only warnings and errors, in words.
      const shown = setting('LOG_LEVEL') === undefined ? readable(line) : line;
      if (shown !== undefined) console.log(shown);
    });
  }
  return child;
}

/** Lets a loaded server process begin. Call it once its stores and the pages are ready. */
export function letGo(server: ChildProcess): void {
  server.stdin?.end();
}

export async function becomesReady(config: Config, port: number): Promise<void> {
  const everywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = everywhere ? 'localhost' : config.host;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/readyz`;
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await delay(10);
  }
  throw new Error(`The server on port ${port} runs but is not ready; it may not reach its stores.`);
}

/** The invite link for the first staff member; empty once a person has joined. Needs only the ledger. */
export async function firstInvite(config: Config): Promise<string> {
  const args = [join(ROOT, 'server/src/cli.ts'), 'staff', 'invite', '--first'];
  const env = environment(config, config);
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env });
    return stdout.trim();
  } catch (error) {
    const { stderr = String(error) } = error as { stderr?: string };
    throw new Error(`The first invite could not be made: ${stderr.trim()}`, { cause: error });
  }
}

function environment(config: Config, { port, metricsPort }: Ports): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GLIBC_TUNABLES: [setting('GLIBC_TUNABLES'), WIPE_FREED].filter(Boolean).join(':'),
    PORT: String(port),
    ...(metricsPort !== null && { METRICS_PORT: String(metricsPort) }),
    REDIS_URL: config.redisUrl,
    LEDGER_URL: config.ledgerUrl,
    DATA_DIR: config.dataDir,
  };
}

/**
 * A warning or an error of the JSON log in words; undefined for lower levels. Lines that are not JSON stay unchanged.
 */
function readable(line: string): string | undefined {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line;
  }
  const { level, time: _time, pid: _pid, hostname: _hostname, msg, ...fields } = entry;
  if (typeof level !== 'number' || level < WARN) return undefined;
  const details = Object.entries(fields).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const kind = level >= ERROR ? 'Error' : 'Warning';
  return `${kind}: ${String(msg)}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
}
