/** What a node writes and leaves behind when it crashes, or when a debugger or a core dump is requested. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../scripts/env.ts';
import { filesIn, tracesIn, tracesInMemory, word } from '../helpers/canary-search.ts';
import { startService, until, type TestService } from '../helpers/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ realTime: true });
});
afterAll(() => service[Symbol.asyncDispose]());

const NODE_OPTIONS = `--import=${join(ROOT, 'test/helpers/canary-crash.ts')}`;
const named = (output: string, name: string) =>
  output.split('\n').filter((line) => line.includes(`"${name}"`));

test.each([
  ['throw', 'SyntaxError'],
  ['reject', 'RangeError'],
  ['string', 'unknown'],
])('[A7] a node that crashes (%s) logs only the kind of error', async (way, code) => {
  const node = await service.spawn({ NODE_OPTIONS });
  await fetch(`${node.origin}/${way}/${word('quoted')}`).catch(() => {});
  expect(await node.ended).toBe(1);
  const [line = '{}'] = named(node.output(), 'crashed');
  expect(JSON.parse(line)).toMatchObject({ level: 50, code });
  expect(tracesIn(Buffer.from(node.output()))).toEqual([]);
});

test('[A7] a warning is logged by its code alone, and a debugger is refused', async () => {
  const node = await service.spawn({ NODE_OPTIONS });
  await fetch(`${node.origin}/warn/${word('warning')}`);
  process.kill(node.pid, 'SIGUSR1');
  await until(() => Promise.resolve(named(node.output(), 'debugger_refused').length > 0));
  const [line = '{}'] = named(node.output(), 'warning');
  expect(JSON.parse(line)).toMatchObject({ level: 40, code: 'TOO_MUCH' });
  expect(await node.kill('SIGTERM')).toBe(0);
  expect(node.output()).not.toContain('Debugger');
  expect(tracesIn(Buffer.from(node.output()))).toEqual([]);
});

/** The kernel may need long to write a core dump (ms). */
const TIMEOUT_MS = 60_000;

test(
  '[A8] a core dump holds no memory, also if another program starts the node and allows dumps',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'canary-core-'));
    const main = join(ROOT, 'server/src/main.ts');
    const script = 'ulimit -c unlimited 2>/dev/null; exec "$@"';
    const child = spawn('sh', ['-c', script, 'sh', process.execPath, main, word('argument')], {
      cwd: dir,
      env: { PORT: '0', REDIS_URL: service.live.url, LEDGER_URL: service.ledger.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const { pid = 0 } = child;
    // The kernel reads from this file which memory it may dump.
    expect(readFileSync(`/proc/${pid}/coredump_filter`, 'utf8').trim()).toBe('00000000');
    expect(tracesInMemory(pid)).not.toEqual([]);
    child.kill('SIGABRT');
    await once(child, 'exit');
    for (const { bytes } of filesIn(dir)) {
      expect(bytes.length).toBeLessThan(1_000_000);
      // The kernel itself adds the command line to the dump.
      expect(tracesIn(bytes).length).toBeLessThanOrEqual(1);
    }
    rmSync(dir, { recursive: true });
  },
  TIMEOUT_MS,
);

test('[A8] nodes and stores started by `start` leave no core dump', async () => {
  for (const pid of [service.live.pid, (await service.spawn()).pid]) {
    expect(readFileSync(`/proc/${pid}/limits`, 'utf8')).toMatch(/Max core file size +0 +0/);
    expect(readFileSync(`/proc/${pid}/coredump_filter`, 'utf8').trim()).toBe('00000000');
  }
});
