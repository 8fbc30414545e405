/** Private Redis servers: found or downloaded, reachable only by a unix socket, and ended with their parent process. */
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SOCKET_PATH_MAX_BYTES, socketUrl } from '@terskel/server/local-stores';
import { hasApt, unpackPackages, writeLauncher } from './apt.ts';
import { cached, isPrivate, onPath } from './cache.ts';
import { ended, spawnBound } from './children.ts';
import { setting } from './env.ts';

const OLDEST_MAJOR = 7;
const START_TIMEOUT_MS = 30_000;
const LOG_LINES_KEPT = 20;

/** Path of a Redis (or Valkey) server of version 7 or newer. Reports a download to `say`. Throws if there is none. */
export async function findRedisServer(say: (line: string) => void = () => {}): Promise<string> {
  const given = setting('TERSKEL_REDIS_SERVER');
  if (given !== undefined) return given;
  for (const name of ['valkey-server', 'redis-server']) {
    const path = onPath(name);
    if (path !== undefined && majorVersion(path) >= OLDEST_MAJOR) return path;
  }
  if (!hasApt()) throw new Error(missing('it is not on PATH'));
  try {
    const dir = await cached('redis', async (draft) => {
      say('Fetching Redis (once, about 10 MB) …');
      await unpackPackages(draft, ['redis-tools']);
      // In Debian's packages the server and the dump checker are one binary, which acts according to its name.
      const binary = join(draft, 'usr', 'bin', 'redis-check-rdb');
      symlinkSync('redis-check-rdb', join(draft, 'usr', 'bin', 'redis-server'));
      if (!existsSync(binary)) throw new Error('the package redis-tools holds no server here');
      writeLauncher(draft, 'redis-server', 'usr/bin/redis-server');
    });
    const path = join(dir, 'redis-server');
    if (majorVersion(path) >= OLDEST_MAJOR) return path;
    throw new Error(`the version in the archive is older than ${OLDEST_MAJOR}.0`);
  } catch (error) {
    throw new Error(missing(error instanceof Error ? error.message : String(error)), {
      cause: error,
    });
  }
}

/** 0 if the program does not print its version. */
function majorVersion(path: string): number {
  try {
    const text = execFileSync(path, ['--version'], { encoding: 'utf8' });
    return Number(/v=(\d+)\./.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

const INSTALL: readonly (readonly [tool: string, command: string])[] = [
  ['brew', 'brew install valkey'],
  ['apt-get', 'sudo apt-get install redis-server'],
  ['dnf', 'sudo dnf install valkey'],
  ['pacman', 'sudo pacman -S valkey'],
  ['apk', 'sudo apk add valkey'],
];

function missing(why: string): string {
  const command = INSTALL.find(([tool]) => onPath(tool) !== undefined)?.[1];
  return [
    `Terskel needs Redis or Valkey ${OLDEST_MAJOR}.0 or newer, and found none: ${why}.`,
    `${command === undefined ? 'Install it' : `Install it with: ${command}`}, or give REDIS_URL and LEDGER_URL.`,
  ].join('\n');
}

export const notOurs = (folder: string): string =>
  `DATA_DIR: ${folder} is no folder of yours that can be written.`;

export interface RedisOptions {
  /** Path of the program, from `findRedisServer`. */
  readonly program: string;
  /** The socket it listens on. Its folder is created, readable only by its owner. */
  readonly socketPath: string;
  /**
   * Folder of an append-only file, in which each write is on disk before it is answered. Without it, the server writes
   * nothing to disk.
   */
  readonly appendOnlyDir?: string;
  readonly extraArgs?: readonly string[];
}

export interface RedisServer extends AsyncDisposable {
  /** `unix:///…/name.sock` */
  readonly url: string;
  readonly socketPath: string;
  readonly pid: number;
  /** Resolves when the server has ended, for any reason. */
  readonly ended: Promise<{ code: number; how: string }>;
  /** Stops the server and waits for its end. SIGKILL simulates a crash. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts a server on a unix socket (no TCP port) and waits until it answers. */
export async function startRedis(options: RedisOptions): Promise<RedisServer> {
  const { program, socketPath, appendOnlyDir, extraArgs = [] } = options;
  if (Buffer.byteLength(socketPath) > SOCKET_PATH_MAX_BYTES) {
    throw new Error(`The path ${socketPath} is too long for a socket: set a shorter TMPDIR.`);
  }
  // Redis would replace the socket of a running server, and write to the same file.
  if (await answersPing(socketPath)) {
    throw new Error(
      `DATA_DIR: a store of the same folder is still running (${socketPath} answers).`,
    );
  }
  const dir = dirname(socketPath);
  for (const folder of [dir, appendOnlyDir ?? dir]) {
    if (!isPrivate(folder)) throw new Error(notOurs(folder));
  }
  const child = spawnBound(
    program,
    [
      ...['--port', '0', '--unixsocket', socketPath, '--unixsocketperm', '700'],
      ...['--dir', appendOnlyDir ?? dir, '--save', ''],
      ...['--appendonly', appendOnlyDir === undefined ? 'no' : 'yes', '--appendfsync', 'always'],
      // Disabled, because a crash report and the slow log hold the arguments of commands.
      ...['--crash-log-enabled', 'no', '--slowlog-log-slower-than', '-1'],
      // A ticket and a conversation each hold one long value. Their hashes stay in the compact listpack encoding.
      ...['--hash-max-listpack-value', '2048'],
      ...['--loglevel', 'warning', '--daemonize', 'no', ...extraArgs],
    ],
    { whenWeDie: 'KILL', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const log: string[] = [];
  for (const output of [child.stdout, child.stderr]) {
    output?.setEncoding('utf8').on('data', (text: string) => {
      log.push(...text.trimEnd().split('\n'));
      log.splice(0, log.length - LOG_LINES_KEPT);
    });
  }
  const end = ended(child);
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => {
    child.kill(signal);
    await end;
    rmSync(socketPath, { force: true });
  };
  const deadline = AbortSignal.timeout(START_TIMEOUT_MS);
  while (!(await answersPing(socketPath))) {
    const over = await Promise.race([end, delay(10)]);
    if (over !== undefined || deadline.aborted) {
      await stop('SIGKILL');
      throw new Error(`Redis ${over?.how ?? 'does not answer'}:\n${log.join('\n')}`);
    }
  }
  return {
    url: socketUrl(socketPath),
    socketPath,
    pid: child.pid ?? 0,
    ended: end,
    stop,
    [Symbol.asyncDispose]: () => stop(),
  };
}

/** Whether a server answers PING. False also while it still loads its file. */
function answersPing(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath, () => socket.write('PING\r\n'));
    socket.once('data', (reply) => resolve(reply.toString() === '+PONG\r\n'));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('data', () => socket.destroy());
  });
}
