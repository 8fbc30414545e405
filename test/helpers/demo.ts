/** `pnpm demo`, in a process of its own. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ended } from '../../scripts/children.ts';
import { ROOT } from '../../scripts/env.ts';
import { findRedisServer } from '../../scripts/redis.ts';
import { freePorts } from './ports.ts';

export interface StartedDemo extends AsyncDisposable {
  readonly origin: string;
  /** Resolves with the line that has these words; rejects with the output if it ends first. */
  says(words: string): Promise<string>;
  printed(): string;
  /** As Ctrl-C in a terminal. */
  interrupt(): void;
  /** The exit code. */
  readonly ended: Promise<number>;
}

/** Ends with the test process, however that ends. */
const BOUND = ['--pdeathsig', 'TERM'];
const DEMO = [process.execPath, '--require', './scripts/preload.cjs', 'scripts/demo.ts'];

/** `folder`: of its data. `tmp`: for its sockets. */
export async function startDemo(
  folder: string,
  tmp: string,
  ...options: readonly string[]
): Promise<StartedDemo> {
  const [port] = await freePorts(1);
  const args = [...BOUND, ...DEMO, '--folder', folder, '--port', `${port}`, ...options];
  const child = spawn('setpriv', args, {
    cwd: ROOT,
    env: {
      ...{ PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', TMPDIR: tmp },
      TERSKEL_REDIS_SERVER: await findRedisServer(),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => {
      lines.push(line);
      for (const look of waiting) look();
    });
  const end = ended(child).then(({ code }) => code);
  const printed = () => lines.join('\n');
  return {
    ...{ origin: `http://localhost:${port}`, printed, ended: end },
    async says(words) {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const look = () => {
        const line = lines.find((each) => each.includes(words));
        if (line !== undefined) resolve(line);
      };
      waiting.add(look);
      look();
      void end.then(() => reject(new Error(printed())));
      return promise.finally(() => waiting.delete(look));
    },
    interrupt: () => void child.kill('SIGINT'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await end;
    },
  };
}
