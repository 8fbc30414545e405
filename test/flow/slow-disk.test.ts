/** A ledger that is asked whether its disk has what it was told (WAITAOF), and a disk that is slow. */
import { describe, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '../helpers/redis.ts';
import { startService, until, type TestService } from '../helpers/service.ts';
import { invited, joined, staffBrowser } from '../helpers/staff-browser.ts';
import { findValkey } from '../helpers/valkey.ts';

interface Kind {
  readonly start: () => Promise<TestRedis>;
  /** Of the command that asks whether the disk has it. */
  readonly command: string;
  /** From now on the disk never has what was written; or has it, as soon as it is asked. */
  readonly hold: (service: TestService) => Promise<unknown>;
  readonly letGo: (service: TestService) => Promise<unknown>;
}

/** Its WAITAOF 1 0 ms is an MGET, which answers what stands in '1'. */
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
const real: Kind | null =
  'why' in valkey
    ? null
    : {
        start: () =>
          startTestRedis({
            ...{ program: valkey.program, appendOnly: true },
            extraArgs: ['--appendfsync', 'everysec'],
          }),
        command: 'waitaof',
        // Without an fsync of its own it waits for one that never comes.
        hold: ({ ledgerRedis }) => ledgerRedis.configSet('appendfsync', 'no'),
        letGo: ({ ledgerRedis }) => ledgerRedis.configSet('appendfsync', 'everysec'),
      };
if ('why' in valkey)
  console.warn(`\nNO VALKEY HERE: WAITAOF is tested on a stand-in alone, because ${valkey.why}.\n`);

async function startOn({ start, letGo }: Kind): Promise<TestService> {
  const service = await startService({ ledger: await start() });
  await letGo(service);
  return service;
}

/** How often the disk was asked for. */
async function waits(service: TestService, { command }: Kind): Promise<number> {
  const info = await service.ledgerRedis.info('commandstats');
  return Number(new RegExp(`^cmdstat_${command}:calls=(\\d+)`, 'm').exec(info)?.[1] ?? 0);
}

const kinds: [string, Kind][] = [['a stand-in', standIn]];
if (real !== null) kinds.push(['Valkey 8.1', real]);

describe.each(kinds)('on %s', (_name, kind) => {
  test('[S2, F7] joining, and signing in where somebody was signed in before, wait for the disk once', async () => {
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

  test('[S1, F7] a joining that the disk kept too long burns no invite: the same browser, and no other, follows it again', async () => {
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
    // Whoever got the answer has used it up.
    expect((await kari.join(invite)).code).toBe('not_found');
    expect((await kari.signIn()).status).toBe(200);
  });

  test('[F7] a sign-in that the disk kept too long is refused, and the next one is let in', async () => {
    await using service = await startOn(kind);
    const kari = await joined(service);
    await kind.hold(service);
    expect((await kari.signIn()).code).toBe('unavailable');
    await kind.letGo(service);
    expect((await kari.signIn()).status).toBe(200);
  });
});

test.each(real === null ? [] : [real])(
  '[F7] Valkey 8.1 answers once its disk has it, and the service then',
  async (kind) => {
    await using service = await startOn(kind);
    const kari = await joined(service);
    await kind.hold(service);
    const asking = kari.signIn();
    await until(async () => /^blocked_clients:1/m.test(await service.ledgerRedis.info('clients')));
    await kind.letGo(service);
    expect((await asking).status).toBe(200);
  },
);
