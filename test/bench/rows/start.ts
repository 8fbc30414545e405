/** Time until `pnpm start` serves requests, when everything it needs is already built and cached. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildClient } from '../../../scripts/build.ts';
import { ROOT } from '../../../scripts/env.ts';
import { freePorts } from '../../helpers/ports.ts';
import type { Options, Result } from '../harness/result.ts';

const SAID_WHEN_OPEN = 'Terskel is open.';

export async function start({ runs }: Options): Promise<Result[]> {
  await buildClient(console.error);
  const [ours, theirs]: [number[], number[]] = [[], []];
  await untilOpen();
  for (let run = 0; run < runs; run += 1) {
    const from = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    theirs.push(performance.now() - from);
    ours.push(await untilOpen());
  }
  return [
    {
      ...{ kind: 'figure', figure: '`start`, everything in place, until it serves' },
      ...{ reference: '`node -e 0`', atMost: 25, stretch: 10, unit: 'ms', ours, theirs },
    },
  ];
}

/** Time from the command until it prints that it is open (ms); then it is stopped. */
async function untilOpen(): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'terskel-bench-'));
  const { REDIS_URL: _live, LEDGER_URL: _ledger, ...env } = process.env;
  const from = performance.now();
  // The same arguments as in `package.json`.
  const child = spawn(
    process.execPath,
    ['--require', './scripts/preload.cjs', 'scripts/start.ts'],
    {
      cwd: ROOT,
      env: { ...env, DATA_DIR: dir, PORT: String((await freePorts(1))[0]) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let said = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    said += String(text);
    if (said.includes(SAID_WHEN_OPEN)) break;
  }
  const took = performance.now() - from;
  child.kill('SIGTERM');
  await ended;
  await rm(dir, { recursive: true });
  if (!said.includes(SAID_WHEN_OPEN)) throw new Error(`start printed: ${said}`);
  return took;
}
