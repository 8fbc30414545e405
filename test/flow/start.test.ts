/** `pnpm start`: what it refuses, and what ends it. */
import { mkdtempDisposable, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisClient } from '@terskel/server/redis/client';
import { expect, test } from 'vitest';
import { claimLedger, demoOf } from '../../scripts/demo/marker.ts';
import { lockFolder } from '../../scripts/folder-lock.ts';
import { findRedisServer, startRedis } from '../../scripts/redis.ts';
import { startCommand, type Started } from '../helpers/started.ts';
import { until } from '../helpers/until.ts';

/** Test timeout: each test starts complete services (ms). */
const PATIENCE_MS = 120_000;

const folder = () => mkdtempDisposable(join(tmpdir(), 'terskel-data-'));
const ready = async ({ origin }: Started) =>
  (await fetch(`${origin}/readyz`).catch(() => null))?.status;

test(
  '[F8] two services on one data folder: one starts, the other ends with a line that names it; a crash frees the folder',
  async () => {
    await using data = await folder();
    await using one = await startCommand({ dataDir: data.path });
    await using other = await startCommand({ dataDir: data.path });
    const isOpen = await Promise.all(
      [one, other].map(async (each) => (await each.opened.catch(() => null)) !== null),
    );
    expect(isOpen.filter(Boolean)).toHaveLength(1);
    const [opened, refused] = isOpen[0] ? [one, other] : [other, one];
    expect(await refused.ended).toBe(1);
    expect((await refused.printed()).trim()).toBe(
      `DATA_DIR: another Terskel is running on ${data.path}: end that one, or choose another folder.`,
    );
    expect(await ready(opened)).toBe(200);

    await opened.kill('SIGKILL');
    await opened.gone();
    await using next = await startCommand({ dataDir: data.path });
    await next.opened;
    expect(await ready(next)).toBe(200);
  },
  PATIENCE_MS,
);

test(
  '[F8] a service refuses the folder and the ledger of a demo, says what to do, and changes nothing',
  async () => {
    await using data = await folder();
    const ledger = join(data.path, 'ledger');
    const socketPath = join(data.path, 'demo.sock');
    const program = await findRedisServer();
    const mark = demoOf(data.path);
    {
      await using store = await startRedis({ program, socketPath, appendOnlyDir: ledger });
      const client = await redisClient(store.url, () => {}).connect();
      await claimLedger(client, mark);
      client.destroy();
    }
    const filesOf = () => readdir(data.path, { recursive: true });
    const files = await filesOf();
    await using byFile = await startCommand({ dataDir: data.path });
    expect(await byFile.ended).toBe(1);
    expect((await byFile.printed()).trim()).toBe(
      `DATA_DIR: ${data.path} is from a demo, and its people and counts are made up. Choose another folder: DATA_DIR=PATH npx -y pnpm start`,
    );
    expect(await filesOf()).toEqual(files);

    await rm(join(data.path, 'demo'));
    await using byKey = await startCommand({ dataDir: data.path });
    expect(await byKey.ended).toBe(1);
    expect((await byKey.printed()).trim()).toBe(
      'DATA_DIR: this ledger is from a demo, and its people and counts are made up. Choose another one.',
    );
    await using store = await startRedis({ program, socketPath, appendOnlyDir: ledger });
    const client = await redisClient(store.url, () => {}).connect();
    expect((await client.scan('0')).keys).toEqual(['terskel-demo']);
    client.destroy();
  },
  PATIENCE_MS,
);

test(
  '[F8] a service that prints to a file survives its terminal, and still restarts a ledger that has ended',
  async () => {
    await using data = await folder();
    await using service = await startCommand({ dataDir: data.path, terminal: 'to a file' });
    await service.opened;
    const { ledger } = await service.stores();
    service.hangUp();
    await service.kill('SIGHUP');
    process.kill(ledger, 'SIGKILL');
    await service.says('Terskel has the ledger again.');
    await until(async () => (await ready(service)) === 200);
    expect((await service.stores()).ledger).not.toBe(ledger);
  },
  PATIENCE_MS,
);

test(
  '[F8] a service that prints to its terminal ends with it, cleanly',
  async () => {
    await using data = await folder();
    await using service = await startCommand({ dataDir: data.path, terminal: 'printed' });
    await service.opened;
    const stores = await service.stores();
    service.hangUp();
    await service.gone();
    expect(await ready(service)).toBeUndefined();
    for (const pid of Object.values(stores)) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    lockFolder(data.path)[Symbol.dispose]();
  },
  PATIENCE_MS,
);
