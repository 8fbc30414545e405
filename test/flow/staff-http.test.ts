import { randomIds } from '@terskel/server/clock';
import { digest } from '@terskel/server/store/digest';
import { SignedIn } from '@terskel/shared/http';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { z } from 'zod/mini';
import { dumpOf } from '../helpers/dump.ts';
import { refusal } from '../helpers/fixtures.ts';
import { startService, type TestService } from '../helpers/service.ts';

/** Without the keys of resume tickets, which are made when the first is issued. */
async function book(service: TestService) {
  const { hashes, expiries, ...rest } = await dumpOf(service.ledgerRedis, '{terskel:ledger}');
  const { 'seal-keys': _, ...others } = hashes;
  const { 'seal-keys': __, ...ends } = expiries;
  return { ...rest, hashes: others, expiries: ends };
}
const invite = (service: TestService, trained = true) =>
  service.nodes[0]?.domain.ledger.addInvite({ roles: ['volunteer'], trained }) ??
  Promise.reject(new Error());

function api(
  service: TestService,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
) {
  const post = { method: 'POST', body: JSON.stringify(body) };
  return fetch(`${service.origin(service.nodes.length - 1)}/api/staff/${path}`, {
    ...(body === undefined ? {} : post),
    headers: { 'content-type': 'application/json', ...headers },
  });
}
const join = (service: TestService, token: string, alias: unknown = ' Kari ') =>
  api(service, 'join', { invite: token, alias });

test('[S1] an invite lets one person in, once, also of two who try at the same moment', async () => {
  await using service = await startService({ nodes: 2 });
  const token = await invite(service);
  const answers = await Promise.all([join(service, token), join(service, token)]);
  const joined = answers.find(({ ok }) => ok);
  expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 404]));
  const { staff } = z.parse(SignedIn, await joined?.json());
  expect(staff).toMatchObject({ alias: 'Kari', roles: ['volunteer'], trained: true, capacity: 1 });
  const before = await book(service);
  expect(Object.keys(before.hashes['staff'] ?? {})).toEqual([staff.id]);

  const again = await join(service, token, 'Ola');
  expect([again.status, await again.json()]).toEqual([404, refusal('not_found')]);
  const unknown = await join(service, randomIds.secret());
  expect([unknown.status, await unknown.json()]).toEqual([404, refusal('not_found')]);
  expect(unknown.headers.getSetCookie()).toEqual([]);
  expect(await book(service)).toEqual(before);
});

test('[S1] an invite is kept as a digest, for 72 h', async () => {
  await using service = await startService();
  const token = await invite(service);
  const {
    hashes: { settings: _, ...hashes },
    expiries,
  } = await book(service);
  const key = `invite:${digest(token)}`;
  expect(Object.keys(hashes)).toEqual([key]);
  expect(JSON.stringify(hashes)).not.toContain(token);
  const [seconds, micros] = await service.ledgerRedis.sendCommand<[string, string]>(['TIME']);
  const now = Number(seconds) * 1_000 + Number(micros) / 1_000;
  expect((expiries[key] ?? 0) - now).toBeGreaterThan(72 * 3_600_000 - 60_000);
  expect((expiries[key] ?? 0) - now).toBeLessThanOrEqual(72 * 3_600_000);
  await service.ledgerRedis.pExpire(`{terskel:ledger}:${key}`, 0);
  expect((await join(service, token)).status).toBe(404);
});

test('[S1] a name that is none does not use the invite up', async () => {
  await using service = await startService();
  const token = await invite(service);
  const before = await book(service);
  for (const alias of ['  ', 'x'.repeat(41), 7, ['Kari'], undefined]) {
    const refused = await api(service, 'join', { invite: token, alias });
    expect([refused.status, await refused.json()]).toEqual([400, refusal('invalid_payload')]);
  }
  expect(await book(service)).toEqual(before);
  expect((await join(service, token)).status).toBe(200);
});

test.each([
  ['http://localhost:3000', 'terskel-staff', false],
  ['https://chat.example.org', '__Host-terskel-staff', true],
])('[S2] at %s the session is the cookie %s', async (publicUrl, name, secure) => {
  await using service = await startService({ publicUrl });
  const [cookie = ''] = (await join(service, await invite(service))).headers.getSetCookie();
  const [pair = '', ...flags] = cookie.split('; ');
  expect(pair).toMatch(new RegExp(`^${name}=[\\w-]{43}$`));
  expect(flags.toSorted()).toEqual([
    'HttpOnly',
    'Max-Age=43200',
    'Path=/',
    'SameSite=Strict',
    ...(secure ? ['Secure'] : []),
  ]);
  const token = pair.split('=')[1] ?? '';
  expect(JSON.stringify(await book(service))).not.toContain(token);

  const me = () => api(service, 'me', undefined, { cookie: pair });
  expect(z.parse(SignedIn, await (await me()).json()).staff.alias).toBe('Kari');
  const page = io(`${service.origin()}/staff`, {
    ...{ auth: { protocol: PROTOCOL_VERSION }, extraHeaders: { cookie: pair } },
    ...{ transports: ['websocket'], reconnection: false, forceNew: true },
  });
  await new Promise((resolve) => page.once('session:snapshot', resolve));
  page.disconnect();
  // Under the other name it is no session.
  const other = secure ? 'terskel-staff' : '__Host-terskel-staff';
  const misnamed = await api(service, 'me', undefined, { cookie: `${other}=${token}` });
  expect([misnamed.status, await misnamed.json()]).toEqual([401, refusal('unauthorized')]);

  const signedOut = await api(service, 'sign-out', {}, { cookie: pair });
  expect(signedOut.status).toBe(204);
  expect(signedOut.headers.getSetCookie()[0]).toMatch(new RegExp(`^${name}=; Max-Age=0;`));
  expect((await me()).status).toBe(401);
});

test('[S2] a page of another origin can neither join nor sign anybody out', async () => {
  await using service = await startService();
  const token = await invite(service);
  const volunteer = await service.volunteer();
  const cookie = `terskel-staff=${volunteer.session}`;
  const before = await book(service);
  for (const origin of ['https://evil.example', 'http://localhost:3001', 'null']) {
    const answers = [
      await api(service, 'join', { invite: token, alias: 'Kari' }, { origin }),
      await api(service, 'sign-out', {}, { origin, cookie }),
    ];
    for (const answer of answers) {
      expect([answer.status, await answer.json()]).toEqual([403, refusal('forbidden')]);
    }
  }
  expect(await book(service)).toEqual(before);
  const origin = service.origin();
  expect((await api(service, 'sign-out', {}, { origin, cookie })).status).toBe(204);
});
