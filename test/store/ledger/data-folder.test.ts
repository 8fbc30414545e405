/** The private stores of a data folder belong to one service, until it ends or crashes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtempDisposable, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localStores } from '@terskel/server/local-stores';
import { redisClient } from '@terskel/server/redis/client';
import { afterEach, expect, test, vi } from 'vitest';
import { ROOT } from '../../../scripts/env.ts';
import { lockFolder } from '../../../scripts/folder-lock.ts';
import { startStores } from '../../../scripts/stores.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const OWN = { liveUrl: undefined, ledgerUrl: undefined };
const start = (dir: string) => startStores(dir, OWN, () => {});
const folder = () => mkdtempDisposable(join(tmpdir(), "terskel data's-"));
const taken =
  /^DATA_DIR: another Terskel is running on [^\n]*: end that one, or choose another folder\.$/;

/** A process that tries to lock the folder and reports whether it succeeded; it runs until it is killed. */
async function holder(dir: string) {
  const script = `
    const { lockFolder } = await import(process.argv[1]);
    let lock;
    try { lock = lockFolder(process.argv[2]); } catch {}
    console.log(lock === undefined ? 'refused' : 'holds');
    setInterval(() => lock, 60_000);`;
  const module = join(ROOT, 'scripts/folder-lock.ts');
  const args = ['--input-type=module', '--eval', script, module, dir];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return {
    holds: said.trim() === 'holds',
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

test('[F8] a second service on the folder is refused with a clear message, also with another TMPDIR or through a symlink', async () => {
  await using data = await folder();
  await using other = await folder();
  await symlink(data.path, join(other.path, 'link'));
  const first = await start(data.path);
  const client = await redisClient(first.ledgerUrl, () => {}).connect();
  await client.set('kept', 'yes');
  await expect(start(data.path)).rejects.toThrow(taken);
  vi.stubEnv('TMPDIR', other.path);
  for (const name of [data.path, join(other.path, 'link')]) {
    await expect(start(name)).rejects.toThrow(taken);
  }
  expect(await client.get('kept')).toBe('yes');
  client.destroy();
  await first[Symbol.asyncDispose]();

  await using second = await start(join(other.path, 'link'));
  const reader = await redisClient(second.ledgerUrl, () => {}).connect();
  expect(await reader.get('kept')).toBe('yes');
  reader.destroy();
  expect((await stat(join(data.path, 'lock'))).mode & 0o777).toBe(0o600);
});

test('[F8] of several processes at once exactly one locks the folder, and a crash releases the lock', async () => {
  await using data = await folder();
  const holders = await Promise.all(Array.from({ length: 5 }, () => holder(data.path)));
  expect(holders.filter(({ holds }) => holds)).toHaveLength(1);
  expect(() => lockFolder(data.path)).toThrow(taken);
  for (const each of holders) await each.kill();
  for (let again = 0; again < 2; again += 1) {
    using _lock = lockFolder(data.path);
    expect(() => lockFolder(data.path)).toThrow(taken);
  }
});

test('[F8] an unusable folder is named in the error, and no folder is needed when both stores have a URL', async () => {
  await using data = await folder();
  await expect(start(join(data.path, 'sub\0'))).rejects.toThrow(/^DATA_DIR: /);
  await mkdir(join(data.path, 'lock'));
  await expect(start(data.path)).rejects.toThrow(/^DATA_DIR: .*cannot be locked/s);
  const given = { liveUrl: 'redis://one', ledgerUrl: 'redis://other' };
  await using stores = await startStores(data.path, given, () => {});
  expect(stores.own).toEqual([]);
});

test('[F8] a folder has the same store addresses before and after it is created', async () => {
  await using dir = await folder();
  await mkdir(join(dir.path, 'real'));
  await symlink(join(dir.path, 'real'), join(dir.path, 'link'));
  const [late, name] = [join(dir.path, 'link/a/data'), join(dir.path, 'real/a/data')];
  const before = localStores(late);
  await mkdir(name, { recursive: true });
  expect([localStores(late), localStores(name)]).toEqual([before, before]);
});
