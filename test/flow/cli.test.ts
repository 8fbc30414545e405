import { digest } from '@terskel/server/store/digest';
import type { Staff } from '@terskel/shared/models';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumpOf } from '../helpers/dump.ts';
import { done, passkey, staffId } from '../helpers/ledgers.ts';
import { run } from '../helpers/process.ts';
import { startService, type TestService } from '../helpers/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ nodes: 2 });
});
afterAll(() => service[Symbol.asyncDispose]());

const staff = (line: string, env = {}) =>
  run('cli.ts', ['staff', ...line.split(' ')], {
    ...{ LEDGER_URL: service.ledger.url, PUBLIC_URL: 'https://chat.example.org', ...env },
  });
const book = () => dumpOf(service.ledgerRedis, '{terskel:ledger}');

async function join(invite: string) {
  const response = await fetch(`${service.origin(1)}/api/staff/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invite, alias: 'Kari' }),
  });
  return (await response.json()) as { staff: Staff };
}

test.each([
  ['--role volunteer --trained', ['volunteer'], true],
  ['--role leader --trained', ['volunteer', 'leader'], true],
  ['--role admin', ['admin'], false],
])('[S1] `staff invite %s` prints a link that makes %j', async (options, roles, trained) => {
  const { code, stdout, stderr } = await staff(`invite ${options}`);
  expect([code, stderr]).toEqual([0, '']);
  const link = /^https:\/\/chat\.example\.org\/volunteer#invite=([\w-]{43})\n$/.exec(stdout);
  const invite = link?.[1] ?? '';
  expect(JSON.stringify(await book())).not.toContain(invite);
  expect((await join(invite)).staff).toMatchObject({ alias: 'Kari', roles, trained });
});

test('[S1] the first person of all holds every role; the line that asks again prints nothing', async () => {
  await using fresh = await startService();
  const env = { LEDGER_URL: fresh.ledger.url };
  const { stdout } = await staff('invite --first', env);
  const invite = stdout.trim().split('#invite=')[1] ?? '';
  const { ledger } = fresh.nodes[0]?.domain ?? {};
  if (ledger === undefined) throw new Error('there is a node');
  const newcomer = { id: staffId(), alias: 'Kari', passkey: passkey() };
  const { id } = done(await ledger.join(invite, newcomer));
  expect(await ledger.person(id)).toMatchObject({
    ...{ roles: ['volunteer', 'leader', 'admin'], trained: true },
  });
  expect(await staff('invite --first', env)).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('[S2] `staff session` mints sessions that sockets take', async () => {
  const { code, stdout } = await staff('session --role volunteer --trained --count 3 --json');
  expect(code).toBe(0);
  const minted = JSON.parse(stdout) as { staff: string; alias: string; session: string }[];
  expect(minted.map(({ alias }) => alias)).toEqual(['Test 1', 'Test 2', 'Test 3']);
  expect(new Set(minted.map(({ session }) => session)).size).toBe(3);
  for (const { staff: id, session } of minted) {
    const page = await service.staff(1, session);
    expect(page.snapshot.session.staff).toMatchObject({ id, trained: true });
    expect(JSON.stringify(await book())).not.toContain(session);
    expect(JSON.stringify(await book())).toContain(digest(session));
  }

  const plain = await staff('session --role leader');
  expect(plain.stdout).toMatch(/^[\w-]{43}\n$/);
  const untrained = await service.staff(0, plain.stdout.trim());
  expect(untrained.snapshot.session.staff).toMatchObject({
    ...{ roles: ['volunteer', 'leader'], trained: false },
  });
});

test.each([
  ['invite'],
  ['invite --role volunteer --traind'],
  ['session --role volunteer --count 0'],
  ['dismiss --role volunteer'],
])('[S1] `staff %s` prints how it is used, and changes nothing', async (line) => {
  const before = await book();
  const { code, stdout, stderr } = await staff(line);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^Usage:\n {2}pnpm staff invite --role/);
  expect(await book()).toEqual(before);
});

test('[F8] a bad setting, or a ledger that is away, is one line', async () => {
  expect(await staff('invite --role admin', { LEDGER_URL: 'nowhere' })).toEqual({
    ...{ code: 1, stdout: '' },
    stderr: expect.stringMatching(/^LEDGER_URL is not valid: [^\n]+\n$/) as string,
  });
  const away = await staff('invite --role admin', { LEDGER_URL: 'unix:///nonexistent/x.sock' });
  expect([away.code, away.stdout]).toEqual([1, '']);
  expect(away.stderr).toMatch(/^The ledger cannot be reached\.[^\n]+\n$/);
});
