/** `pnpm start`, in processes of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, watch } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisClient } from '@terskel/server/store/redis';
import { ended } from '../../scripts/children.ts';
import { ROOT } from '../../scripts/env.ts';
import { findRedisServer } from '../../scripts/redis.ts';
import { freePorts } from './ports.ts';
import { until } from './until.ts';

export interface Started extends AsyncDisposable {
  readonly origin: string;
  /** What its command line needs to know. */
  readonly env: Readonly<Record<string, string>>;
  readonly opened: Promise<void>;
  /** Settles when these words have been printed; fails, with what was, when it ends before. */
  says(words: string): Promise<void>;
  printed(): Promise<string>;
  /** Process ids of its stores. */
  stores(): Promise<{ readonly live: number; readonly ledger: number }>;
  /** To the process that was started, alone. */
  kill(signal: 'SIGKILL' | 'SIGHUP'): Promise<void>;
  /** Ends the terminal that it was started in. */
  hangUp(): void;
  /** The exit code of what was started: the command, or the terminal around it. */
  readonly ended: Promise<number>;
  /** Settles when the command is gone, whatever became of its terminal. */
  gone(): Promise<void>;
}

export interface StartOptions {
  /** A folder that outlives it. */
  readonly dataDir: string;
  /** The program of its stores, if not that of the tests. */
  readonly redisServer?: string;
  /** Started from a terminal: it prints there, or to a file. */
  readonly terminal?: 'printed' | 'to a file';
}

/** It ends with the tests, whatever becomes of them; in a terminal, with that. */
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
  // The end of one in a terminal is not told to us.
  async function says(what: string): Promise<void> {
    for (let isOver = false; ;) {
      const more = once(watcher, 'change').then(() => false);
      const said = await printed();
      if (said.includes(what)) return;
      if (isOver) throw new Error(said);
      isOver = await Promise.race(terminal === undefined ? [more, end.then(() => true)] : [more]);
    }
  }
  const opened = says('Ctrl-C closes');
  opened.catch(() => {});

  async function pidOf(name: string): Promise<number> {
    const [socket = ''] = globSync(`terskel-*/${name}.sock`, { cwd: dir });
    const client = await redisClient(`unix://${join(dir, socket)}`, () => {}).connect();
    const info = await client.info('server');
    client.destroy();
    return Number(/process_id:(\d+)/.exec(info)?.[1]);
  }
  /** Whether there was anybody to be sent it. */
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
