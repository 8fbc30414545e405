import { HandshakeRefusal, PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { staffCommands } from '@terskel/shared/commands';
import { randomIds } from '@terskel/server/clock';
import { digest } from '@terskel/server/digest';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod/mini';
import { refusal } from '../helpers/fixtures.ts';
import { sample } from '../helpers/samples.ts';
import { staffBrowser } from '../helpers/staff-browser.ts';
import { startService, type TestService } from '../helpers/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ nodes: 2 });
});
afterAll(() => service[Symbol.asyncDispose]());

type Headers = Record<string, string>;

/** Tries a handshake. Returns 'connected', the refusal's error code, or the transport's error message. */
async function handshake(
  namespace: string,
  auth: object,
  extraHeaders: Headers = {},
  transports = ['websocket'],
): Promise<string> {
  const options = { auth, extraHeaders, transports, forceNew: true, reconnection: false };
  const socket = io(`${service.origin(1)}${namespace}`, options);
  const answer = await new Promise<string>((resolve) => {
    socket.once('connect', () => resolve('connected'));
    socket.once('connect_error', (error: Error & { data?: unknown }) => {
      const refused = z.safeParse(HandshakeRefusal, error.data);
      resolve(refused.success ? refused.data.code : error.message);
    });
  });
  socket.disconnect();
  return answer;
}

const protocol = PROTOCOL_VERSION;
const session = randomIds.secret();

test.each([
  ['/seeker', { protocol: protocol + 1 }],
  ['/seeker', { protocol: protocol - 1, resumeToken: randomIds.secret() }],
  ['/seeker', { protocol: String(protocol) }],
  ['/seeker', {}],
  ['/staff', { protocol: protocol + 1, session }],
  ['/staff', { session }],
])('[R3] another protocol version is refused as unsupported: %s %j', async (namespace, auth) => {
  expect(await handshake(namespace, auth)).toBe('version_unsupported');
});

test.each([
  ['/seeker', { protocol, resumeToken: 'short' }],
  ['/seeker', { protocol, resumeToken: null }],
  ['/seeker', { protocol, resumeToken: { length: 43 } }],
  ['/seeker', { protocol, session }],
  ['/seeker', JSON.parse(`{"protocol":${PROTOCOL_VERSION},"constructor":{}}`) as object],
  ['/staff', { protocol, session: 7 }],
  ['/staff', { protocol, session: `${session}=` }],
  ['/staff', { protocol, resumeToken: session }],
])('[R3] a malformed handshake is refused: %s %j', async (namespace, auth) => {
  expect(await handshake(namespace, auth)).toBe('invalid_payload');
});

test('[S2] staff need a live session: missing, unknown, expired and signed-out ones are refused', async () => {
  expect(await handshake('/staff', { protocol })).toBe('unauthorized');
  expect(await handshake('/staff', { protocol, session })).toBe('unauthorized');

  const { session: expired } = await service.volunteer();
  expect(await handshake('/staff', { protocol, session: expired })).toBe('connected');
  const [key = ''] = await service.ledgerRedis.keys(`*:session:${digest(expired)}`);
  expect(await service.ledgerRedis.pTTL(key)).toBeLessThanOrEqual(12 * 60 * 60_000);
  await service.ledgerRedis.pExpire(key, 0);
  expect(await handshake('/staff', { protocol, session: expired })).toBe('unauthorized');

  const { session: signedOut } = await service.volunteer();
  const cookie = `terskel-staff=${signedOut}`;
  expect(await handshake('/staff', { protocol }, { cookie })).toBe('connected');
  const browser = staffBrowser(service);
  browser.cookies.set('terskel-staff', signedOut);
  await browser.call('POST /api/staff/sign-out', {});
  expect(await handshake('/staff', { protocol }, { cookie })).toBe('unauthorized');
  expect(await handshake('/staff', { protocol, session: signedOut })).toBe('unauthorized');
});

test.each([['websocket'], ['polling']])(
  '[S2] %s connections are refused to pages of another origin and accepted from ours',
  async (transport) => {
    const connectFrom = (origin: string) =>
      handshake('/seeker', { protocol }, { origin }, [transport]);
    for (const foreign of ['https://evil.example', 'http://localhost:3001', 'null', '']) {
      expect(await connectFrom(foreign)).toMatch(/error/);
    }
    expect(await connectFrom('http://localhost:3000')).toBe('connected');
    expect(await connectFrom(service.origin(1))).toBe('connected');
  },
);

test.each([
  ['untrained', { trained: false }],
  ['only an admin', { roles: ['admin' as const] }],
])('[O1] staff who are %s see counts, and every command is forbidden', async (_who, profile) => {
  const staff = await service.volunteer(profile);
  expect(staff.snapshot.session.availability).toEqual({ state: 'off' });
  const before = await service.dump();
  for (const [name, { payload }] of Object.entries(staffCommands)) {
    expect([name, await staff.raw(name, sample(payload))]).toEqual([name, refusal('forbidden')]);
  }
  expect(await service.dump()).toEqual(before);
  await staff.drop();
});

test('[O1] a leader may do everything that a volunteer may', async () => {
  const leader = await service.volunteer({ roles: ['leader'] });
  const { availability } = await leader.send('shift:start', {});
  expect(availability).toEqual({ state: 'paused', missed: false });
  await leader.send('shift:end', {});
});
