/** The server's processes, as `start` runs them. */
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
/** Of the C library on Linux: memory is overwritten as soon as it is freed (rule A8). Others take no notice. */
const WIPE_FREED = 'glibc.malloc.perturb=85:glibc.malloc.tcache_count=0';
/** Levels of the log's lines. */
const WARN = 40;
const ERROR = 50;

type Ports = Options['processes'][number];

/**
 * Node would let the room for what is new grow to a hundred megabytes and more, on its own time, and keep it: as much as
 * five thousand seekers take who wait.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=8'];

/** It loads, and begins when it is let go. `watch` starts it anew whenever its code changes. */
export function startServer(config: Config, ports: Ports, watch: boolean): ChildProcess {
  // By folder, because the Lua scripts are read, not imported.
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
  // Why it ended is told by its end.
  child.stdin?.on('error', () => {});
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      // Who asks for a level wants the log itself; everybody else is told what goes wrong.
      const shown = setting('LOG_LEVEL') === undefined ? readable(line) : line;
      if (shown !== undefined) console.log(shown);
    });
  }
  return child;
}

/** Its stores and the pages are there. */
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

/** The link for the first of the staff; empty if somebody has joined already. Needs only the ledger. */
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

/** A warning or an error of the JSON log in plain words; nothing for what is less; other lines as they are. */
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
