/**
 * The ledger is unreachable, or its disk is full: conversations go on, and changes fail with `unavailable` (rule F4).
 */
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acceptNext, goReady, message, open, type Talk } from '../helpers/fixtures.ts';
import { openFullDisk } from '../helpers/full-disk.ts';
import { connectSeeker, connectStaff, type StaffPeer } from '../helpers/peer.ts';
import { run } from '../helpers/process.ts';
import { startCommand } from '../helpers/started.ts';
import { kari } from '../helpers/ledgers.ts';
import { startTestRedis } from '../helpers/redis.ts';
import { startService, type TestService } from '../helpers/service.ts';
import { staffBrowser } from '../helpers/staff-browser.ts';
import { until } from '../helpers/until.ts';

const readiness = async (origin: string) => (await fetch(`${origin}/readyz`)).status;

/** Expects that a message of each seat arrives at the other: for each of them, with this counter. */
async function write(
  { seeker, volunteer, of }: Pick<Talk, 'seeker' | 'of'> & { readonly volunteer: StaffPeer },
  counter: number,
) {
  const words = () => message({ id: of.conversationId }, counter);
  const [asked, answered] = [words(), words()];
  await seeker.send('message:send', asked);
  expect((await volunteer.next('message:posted')).message.ciphertext).toBe(asked.ciphertext);
  await volunteer.send('message:send', answered);
  expect((await seeker.next('message:posted')).message.ciphertext).toBe(answered.ciphertext);
}

type Trouble = readonly [
  how: string,
  start: (dir: string) => Promise<{
    readonly service: TestService;
    readonly begin: () => Promise<void>;
    readonly end: () => Promise<void>;
  }>,
  /** Parts of the log lines that must appear. */
  said: readonly string[],
  /** The status of a request that reads the ledger and changes nothing. */
  reading: number,
];

const troubles: readonly Trouble[] = [
  [
    'is away',
    async () => {
      const service = await startService({ realTime: true });
      return { service, begin: () => service.ledger.kill(), end: () => service.ledger.restart() };
    },
    ['"code":"ledger","msg":"store_unreachable"'],
    503,
  ],
  [
    'has a full disk',
    async (dir) => {
      const disk = await openFullDisk(dir);
      // An operator may set such options. WAITAOF is renamed from MGET here, and returns the value of the key '1'.
      const extraArgs = ['--appendfsync', 'everysec', '--rename-command', 'MGET', 'WAITAOF'];
      const ledger = await startTestRedis({ program: disk.program, appendOnly: true, extraArgs });
      const service = await startService({ realTime: true, ledger });
      await service.ledgerRedis.set('1', '1');
      return {
        service,
        async begin() {
          await service.ledgerRedis.set('1', '0');
          await disk.fill(ledger.pid);
        },
        async end() {
          await disk.free(ledger.pid);
          await until(async () => (await service.ledgerRedis.ping().catch(() => '')) === 'PONG');
          await service.ledgerRedis.set('1', '1');
        },
      };
    },
    ['"code":"MISCONF","msg":"request_failed"'],
    200,
  ],
];

describe.each(troubles)('[F4] the ledger %s', (_how, start, said, reading) => {
  test('[F4] conversations continue and start, changes are `unavailable`, readiness and log report it', async () => {
    await using dir = await mkdtempDisposable(join(tmpdir(), 'terskel-full-'));
    const { service, begin, end } = await start(dir.path);
    await using _service = service;
    const admin = staffBrowser(service);
    const ada = { ...kari, alias: 'Ada', roles: ['admin' as const] };
    const adminId = await service.book.addStaff('operator', ada);
    admin.cookies.set('terskel-staff', await service.book.openSession(adminId, null));
    const node = await service.spawn({ PUBLIC_URL: 'http://localhost:3000' });
    const volunteer = await service.volunteer({ node: node.origin });
    const seeker = await service.seeker(node.origin);
    await goReady(volunteer);
    await open(seeker);
    await acceptNext(volunteer);
    const { conversation } = await seeker.next('conversation:started');
    const of = { conversationId: conversation.id };
    await write({ seeker, volunteer, of }, 1);
    expect(await readiness(node.origin)).toBe(200);
    const before = await service.book.people();

    await begin();
    const on = { node: node.origin };
    const changes = [
      () =>
        admin.ask(
          'POST /api/admin/invites',
          { kind: 'join', roles: ['volunteer'], trained: true },
          on,
        ),
      () => admin.ask('POST /api/staff/profile', { alias: 'Bo' }, on),
    ];
    for (const change of changes) {
      const { status, code } = await change();
      expect([status, code]).toEqual([503, 'unavailable']);
    }
    await until(async () => (await readiness(node.origin)) === 503);
    expect((await fetch(`${node.origin}/healthz`)).status).toBe(200);
    for (const words of said) await until(async () => node.output().includes(words));

    expect((await admin.ask('GET /api/staff/me', undefined, on)).status).toBe(reading);

    await write({ seeker, volunteer, of }, 2);
    await seeker.send('conversation:end', { ...of, reason: 'seeker' });
    await volunteer.next('conversation:ended');
    await volunteer.send('availability:set', { state: 'ready' });
    const next = await service.seeker(node.origin);
    await open(next);
    const { id } = await acceptNext(volunteer);
    await next.next('conversation:started');
    await write({ seeker: next, volunteer, of: { conversationId: id } }, 1);

    await end();
    await service.ready();
    await until(async () => (await readiness(node.origin)) === 200);
    await write({ seeker: next, volunteer, of: { conversationId: id } }, 2);
    expect((await service.book.people()).map((one) => one.id)).toEqual(before.map((one) => one.id));
    expect((await changes[0]?.())?.status).toBe(200);
    expect(await readiness(node.origin)).toBe(200);
    // Nobody was disconnected meanwhile.
    expect([next, volunteer].every(({ socket }) => socket.connected)).toBe(true);
  }, 60_000);
});

test('[F4] a service with its own ledger on a full disk goes on, reports it, and recovers with space', async () => {
  await using data = await mkdtempDisposable(join(tmpdir(), 'terskel-data-'));
  const disk = await openFullDisk(data.path);
  await using service = await startCommand({ dataDir: data.path, redisServer: disk.program });
  await service.opened;
  const { origin, env } = service;
  const session = async (...role: string[]) => {
    const { stdout } = await run('cli.ts', ['staff', 'session', '--role', ...role], env);
    return stdout.trim();
  };
  const admin = staffBrowser({ origin: () => origin }, { publicUrl: origin });
  admin.cookies.set('terskel-staff', await session('admin'));
  const change = () => admin.ask('POST /api/staff/profile', { alias: 'Bo' });
  const volunteer = await connectStaff(origin, await session('leader', '--trained'));
  await goReady(volunteer);
  const seeker = await connectSeeker(origin);
  await open(seeker);
  const { id } = await acceptNext(volunteer);
  const of = { conversationId: id };
  await write({ seeker, volunteer, of }, 1);

  await disk.fill((await service.stores()).ledger);
  await until(async () => {
    const { status, code } = await change();
    expect([status, code]).toEqual([503, 'unavailable']);
    return (await readiness(origin)) === 503;
  });
  await service.says('Terskel goes on without the ledger, which ended with code 1');
  expect(await service.printed()).toMatch(/^Warning: store_unreachable \(.*code: "ledger"\)$/m);
  await write({ seeker, volunteer, of }, 2);

  await disk.free((await service.stores().catch(() => null))?.ledger ?? 0);
  await until(async () => (await change()).status === 200);
  await until(async () => (await readiness(origin)) === 200);
  await service.says('Terskel has the ledger again.');
  await write({ seeker, volunteer, of }, 3);
  expect([seeker, volunteer].every(({ socket }) => socket.connected)).toBe(true);
  for (const { socket } of [seeker, volunteer]) socket.disconnect();
}, 120_000);
