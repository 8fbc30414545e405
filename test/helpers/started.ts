/** `pnpm start`, in separate processes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, watch } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisClient } from '@terskel/server/redis/client';
import { ended } from '../../scripts/children.ts';
import { ROOT } from '../../scripts/env.ts';
import { findRedisServer } from '../../scripts/redis.ts';
import { freePorts } from './ports.ts';
import { until } from './until.ts';

export interface Started extends AsyncDisposable {
  readonly origin: string;
  /** The environment that its command line tools need. */
  readonly env: Readonly<Record<string, string>>;
  readonly opened: Promise<void>;
  /** Resolves when these words have been printed; rejects with the output if the command ends first. */
  says(words: string): Promise<void>;
  printed(): Promise<string>;
  /** Process ids of its stores. */
  stores(): Promise<{ readonly live: number; readonly ledger: number }>;
  /** Sends a signal to the started process only. */
  kill(signal: 'SIGKILL' | 'SIGHUP'): Promise<void>;
  /** Closes the terminal that it was started in. */
  hangUp(): void;
  /** The exit code of the spawned process: the command, or the terminal around it. */
  readonly ended: Promise<number>;
  /** Resolves when the command has ended, even if its terminal ended first. */
  gone(): Promise<void>;
}

export interface StartOptions {
  /** A directory that outlives it. */
  readonly dataDir: string;
  /** The server program of its stores; by default the tests' own. */
  readonly redisServer?: string;
  /** Starts it in a terminal and prints there or to a file. */
  readonly terminal?: 'printed' | 'to a file';
}

/** Ends it with the test process, however that ends; in a terminal it ends with the terminal. */
const BOUND = ['setpriv', '--pdeathsig', 'TERM'];
const START = [process.execPath, '--require', './scripts/preload.cjs', 'scripts/start.ts'];

export async function startCommand({
  dataDir,
  redisServer,
  terminal,
}: StartOptions): Promise<Started> {
  const dir = await mkdtemp(join(tmpdir(), 'started-'));
  const [port] = await freePorts(1);
  const [out, pidFile] = [join(dir, 'out'), join(dir, 'pid')];
  const words = START.map((word) => `'${word}'`).join(' ');
  const line = `echo $$ >'${pidFile}'; exec ${words}`;
  const typed = terminal === 'to a file' ? `${line} >>'${out}' 2>&1` : line;
  const inTerminal = ['script', '--quiet', '--flush', '--command', typed, '/dev/null'];
  const [program = '', ...args] =
    terminal === undefined ? [...BOUND, 'sh', '-c', line] : inTerminal;
  const log = await open(out, 'a', 0o600);
  const watcher = watch(out);
  const child = spawn(program, args, {
    cwd: ROOT,
    env: {
      ...{ PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', SHELL: '/bin/sh' },
      ...{ DATA_DIR: dataDir, TMPDIR: dir, PORT: `${port}` },
      TERSKEL_REDIS_SERVER: redisServer ?? (await findRedisServer()),
    },
    stdio: ['ignore', log.fd, log.fd],
  });
  const end = ended(child).then(({ code }) => code);
  await log.close();
  const pid = () => readFile(pidFile, 'utf8').then(Number);
  const printed = () => readFile(out, 'utf8');
  // The end of a command in a terminal is not observed here.
  async function says(what: string): Promise<void> {
    for (let isOver = false; ;) {
      const more = once(watcher, 'change').then(() => false);
      const said = await printed();
      if (said.includes(what)) return;
      if (isOver) throw new Error(said);
      isOver = await Promise.race(terminal === undefined ? [more, end.then(() => true)] : [more]);
    }
  }
  const opened = says('Ctrl-C stops');
  opened.catch(() => {});

  async function pidOf(name: string): Promise<number> {
    const [socket = ''] = globSync(`terskel-*/${name}.sock`, { cwd: dir });
    const client = await redisClient(`unix://${join(dir, socket)}`, () => {}).connect();
    const info = await client.info('server');
    client.destroy();
    return Number(/process_id:(\d+)/.exec(info)?.[1]);
  }
  /** Whether the process still existed. */
  async function send(signal: NodeJS.Signals | 0): Promise<boolean> {
    try {
      return process.kill(await pid(), signal);
    } catch {
      return false;
    }
  }
  const gone = () => until(async () => !(await send(0)));
  return {
    ...{
      origin: `http://localhost:${port}`,
      env: { DATA_DIR: dataDir, TMPDIR: dir },
      opened,
      says,
      printed,
      ended: end,
      gone,
    },
    stores: async () => ({ live: await pidOf('live'), ledger: await pidOf('ledger') }),
    kill: async (signal) => void (await send(signal)),
    hangUp: () => void child.kill('SIGKILL'),
    async [Symbol.asyncDispose]() {
      await send('SIGTERM');
      await gone();
      await end;
      watcher.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
