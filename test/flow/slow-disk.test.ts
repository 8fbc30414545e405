/** A ledger with a slow disk, where each change is confirmed by WAITAOF. */
import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '../helpers/redis.ts';
import { startService, until, type ServiceOptions, type TestService } from '../helpers/service.ts';
import { invited, joined, staffBrowser } from '../helpers/staff-browser.ts';
import { findValkey } from '../helpers/valkey.ts';

interface Kind {
  readonly start: () => Promise<TestRedis>;
  /** The command that waits for the disk, as `INFO commandstats` names it. */
  readonly command: string;
  /** `hold`: from now on the disk never confirms a write. `letGo`: it confirms at once. */
  readonly hold: (service: TestService) => Promise<unknown>;
  readonly letGo: (service: TestService) => Promise<unknown>;
}

/** Here `WAITAOF 1 0 ms` is a renamed MGET, which returns the value of the key '1'. */
const standIn: Kind = {
  start: async () =>
    startTestRedis({
      appendOnly: true,
      extraArgs: ['--appendfsync', 'everysec', '--rename-command', 'MGET', 'WAITAOF'],
    }),
  command: 'mget',
  hold: ({ ledgerRedis }) => ledgerRedis.set('1', '0'),
  letGo: ({ ledgerRedis }) => ledgerRedis.set('1', '1'),
};
const valkey = await findValkey();
const real = (program: string): Kind => ({
  start: () =>
    startTestRedis({
      ...{ program, appendOnly: true },
      extraArgs: ['--appendfsync', 'everysec'],
    }),
  command: 'waitaof',
  // With `appendfsync no` the store never calls fsync, so WAITAOF waits in vain.
  hold: ({ ledgerRedis }) => ledgerRedis.configSet('appendfsync', 'no'),
  letGo: ({ ledgerRedis }) => ledgerRedis.configSet('appendfsync', 'everysec'),
});
/** Why Valkey is not available, or null if it is. Its tests are then skipped, and reported as skipped. */
const missing = 'why' in valkey ? valkey.why : null;
const onValkey = real('why' in valkey ? '' : valkey.program);

async function startOn({ start, letGo }: Kind, options: ServiceOptions = {}): Promise<TestService> {
  const service = await startService({ ledger: await start(), ...options });
  await letGo(service);
  return service;
}

/** How often the disk was waited for. */
async function waits(service: TestService, { command }: Kind): Promise<number> {
  const info = await service.ledgerRedis.info('commandstats');
  return Number(new RegExp(`^cmdstat_${command}:calls=(\\d+)`, 'm').exec(info)?.[1] ?? 0);
}

/** Duration of one fsync (ms). A command has time for one, but not for two. */
const SLOW_MS = 1_100;

/** The number of clients that wait for the disk. */
async function blocked({ ledgerRedis }: TestService): Promise<number> {
  return Number(/^blocked_clients:(\d+)/m.exec(await ledgerRedis.info('clients'))?.[1]);
}

/** From now on each fsync comes `SLOW_MS` after it is waited for, until the result is disposed. */
function slowDown(service: TestService, { hold, letGo }: Kind): AsyncDisposable {
  let isOver = false;
  const serve = async () => {
    while (!isOver) {
      await until(async () => isOver || (await blocked(service)) > 0);
      await delay(SLOW_MS);
      // One fsync starts in between.
      await letGo(service);
      await hold(service);
    }
  };
  const served = hold(service).then(serve);
  return {
    async [Symbol.asyncDispose]() {
      isOver = true;
      await served;
      await letGo(service);
    },
  };
}

describe.each([
  { name: 'a stand-in', kind: standIn, why: null },
  { name: 'Valkey 8.1', kind: onValkey, why: missing },
])('on $name', ({ kind, why }) => {
  beforeEach(({ skip }) => skip(why !== null, why ?? ''));

  test('[S2, F7] joining, and signing in over an older session, each wait for the disk once', async () => {
    await using service = await startOn(kind);
    const browser = staffBrowser(service);
    const invite = await invited(service);
    const first = await waits(service, kind);
    expect((await browser.join(invite)).status).toBe(200);
    expect((await waits(service, kind)) - first).toBe(1);
    const before = browser.cookies.get('terskel-staff') ?? '';
    expect((await browser.signIn()).status).toBe(200);
    expect((await waits(service, kind)) - first).toBe(2);
    expect(await service.book.session(before)).toBeNull();
    expect((await browser.ask('GET /api/staff/me')).status).toBe(200);
  });

  test('[S1, F7] a join that times out on the disk leaves the invite valid for the same browser only', async () => {
    await using service = await startOn(kind);
    const invite = await invited(service);
    const [kari, thief] = [staffBrowser(service), staffBrowser(service)];
    await kind.hold(service);
    expect((await kari.join(invite)).code).toBe('unavailable');
    await kind.letGo(service);
    expect((await thief.join(invite)).code).toBe('not_found');
    const seen = await kari.ask('POST /api/staff/invite', { invite });
    expect(seen.answer?.terms).toMatchObject({ kind: 'recovery', alias: 'Kari' });
    expect((await service.book.invites()).length).toBe(0);
    const came = await kari.join(invite);
    expect(came.answer?.staff.alias).toBe('Kari');
    expect((await service.book.people()).map(({ alias, passkeys }) => [alias, passkeys])).toEqual([
      ['Kari', 1],
    ]);
    // Once the response has arrived the invite is used up.
    expect((await kari.join(invite)).code).toBe('not_found');
    expect((await kari.signIn()).status).toBe(200);
  });

  test('[F7] a sign-in that times out on the disk is refused, and the next one succeeds', async () => {
    await using service = await startOn(kind);
    const kari = await joined(service);
    await kind.hold(service);
    expect((await kari.signIn()).code).toBe('unavailable');
    await kind.letGo(service);
    expect((await kari.signIn()).status).toBe(200);
  });
});

describe('on Valkey 8.1 with a slow disk', () => {
  beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

  test('[F7] the service answers as soon as the disk has the write', async () => {
    await using service = await startOn(onValkey);
    const kari = await joined(service);
    await onValkey.hold(service);
    const asking = kari.signIn();
    await until(async () => (await blocked(service)) === 1);
    await onValkey.letGo(service);
    expect((await asking).status).toBe(200);
  });

  test('[S2, F7] a sign-in that replaces an older session waits for a slow disk once, and is in time', async () => {
    await using service = await startOn(onValkey, { realTime: true });
    // The join does not use WAITAOF.
    await service.ledgerRedis.configSet('appendfsync', 'always');
    const kari = await joined(service);
    const before = kari.cookies.get('terskel-staff') ?? '';
    expect(before).not.toBe('');
    await using _slow = slowDown(service, onValkey);
    expect((await kari.signIn()).status).toBe(200);
    expect(await service.book.session(before)).toBeNull();
  });
});
