/** Changes that are sent slowly or too often: the headers come first, the body later, and other changes in between. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHANGES_OF_PERSON, TIMES } from '@terskel/shared/limits';
import type { RouteName } from '@terskel/shared/routes';
import { join } from '@terskel/server/domain/joining';
import { digest } from '@terskel/server/digest';
import { parse, type Answer } from '../helpers/raw-http.ts';
import { done } from '../helpers/ledgers.ts';
import { startService, until, type TestService } from '../helpers/service.ts';
import { joined, newAuthenticator, staffBrowser } from '../helpers/staff-browser.ts';

type Person = Awaited<ReturnType<typeof joined>>;

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

/** How many scripts the ledger has run. Only requests run any here, since no tick runs by itself. */
async function scriptsRun(): Promise<number> {
  const info = await service.ledgerRedis.info('commandstats');
  return Number(/^cmdstat_evalsha:calls=(\d+)/m.exec(info)?.[1] ?? 0);
}

/**
 * Sends the headers, and waits until the server has checked the session. Call the result to send the rest of the body
 * and read the response.
 */
async function begun(who: Person, name: RouteName, body: object): Promise<() => Promise<Answer>> {
  const { hostname, port } = new URL(service.origin());
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const [, path = ''] = name.split(' ');
  const json = JSON.stringify(body);
  const cookie = [...who.cookies].map((pair) => pair.join('=')).join('; ');
  const lines = [
    ...[`POST ${path} HTTP/1.1`, `Host: ${hostname}:${port}`, 'Origin: http://localhost:3000'],
    ...['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(json)}`],
    ...[`Cookie: ${cookie}`, '', ''],
  ];
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk));
  socket.once('error', reject);
  socket.once('close', () => resolve(parse(text)));
  const before = await scriptsRun();
  socket.write(lines.join('\r\n') + json.slice(0, 1));
  await until(async () => (await scriptsRun()) > before);
  return () => {
    // The server reads this request after the complete body, and then closes the connection.
    const last = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    socket.write(json.slice(1) + last);
    return promise;
  };
}

describe('a change by an admin', () => {
  test.each([
    [
      'the role',
      async (anne: Person, ola: Person): Promise<unknown> =>
        ola.call('POST /api/admin/staff/change', {
          ...{ id: anne.staff.id, changes: { roles: ['volunteer'] } },
        }),
    ],
    [
      'the session',
      async (anne: Person): Promise<unknown> =>
        staffBrowserOf(anne).call('POST /api/staff/sessions/end', { id: digest(anne.session) }),
    ],
    [
      'the account',
      async (anne: Person, ola: Person): Promise<unknown> =>
        ola.call('POST /api/admin/staff/revoke', { id: anne.staff.id }),
    ],
  ] as const)('[S2] is refused when %s ends before the body has arrived', async (_, end) => {
    const [ola, anne] = [await joined(service, ['admin']), await joined(service, ['admin'])];
    const late = await begun(anne, 'POST /api/admin/staff/change', {
      ...{ id: anne.staff.id, changes: { roles: ['volunteer', 'admin'] } },
    });
    await end(anne, ola);
    const after = await service.book.person(anne.staff.id);
    expect((await late()).status).toBe(401);
    expect(await service.book.person(anne.staff.id)).toEqual(after);
  });
});

/** A second browser with the same cookies and authenticator. */
function staffBrowserOf({ authenticator, cookies }: Person) {
  const browser = staffBrowser(service, { authenticator });
  for (const [name, value] of cookies) browser.cookies.set(name, value);
  return browser;
}

test('[R1] changes are limited per person, so that nobody can flood the audit log', async () => {
  const [kari, ola] = [await joined(service), await joined(service)];
  const change = (who: Person, turn: number) =>
    who.ask('POST /api/staff/profile', { languages: [turn % 2 === 0 ? 'se' : 'no'] });
  for (let turn = 0; turn < CHANGES_OF_PERSON.points; turn += 1)
    expect((await change(kari, turn)).status).toBe(200);
  const [last] = (await service.book.audit({})).entries;
  const refused = await change(kari, CHANGES_OF_PERSON.points);
  expect([refused.status, refused.code]).toEqual([429, 'rate_limited']);
  expect((await service.book.audit({})).entries[0]).toEqual(last);
  expect((await change(ola, 0)).status).toBe(200);
  expect((await kari.ask('GET /api/staff/me')).status).toBe(200);
});

test('[F4] a change that was refused because of a timeout is not made later', async () => {
  const ola = await joined(service, ['admin']);
  const late = await begun(ola, 'POST /api/staff/profile', { alias: 'Late' });
  service.clock.move(TIMES.commandMs);
  const answer = await late();
  expect([answer.status, answer.body]).toEqual([503, expect.stringContaining('unavailable')]);
  // A node makes one change after the other, so a late one would be done by now.
  await ola.call('POST /api/staff/profile', { languages: ['se'] });
  expect((await ola.call('GET /api/staff/me')).staff.alias).toBe('Kari');
});

describe('a recovery', () => {
  test('[S1] leaves one passkey, whatever was begun earlier in a session that it ends', async () => {
    const [ola, kari] = [await joined(service, ['admin']), await joined(service)];
    const options = await kari.call('POST /api/staff/passkeys/options', {});
    const credential = await newAuthenticator().create(options);
    const late = await begun(kari, 'POST /api/staff/passkeys/add', { name: 'Thief', credential });
    const made = await ola.call('POST /api/admin/invites/recover', { id: kari.staff.id });
    expect((await staffBrowser(service).join(made.invite)).status).toBe(200);
    expect((await late()).status).toBe(401);
    expect((await service.book.passkeys(kari.staff.id)).map(({ name }) => name)).toEqual(['Test']);
  });

  test('[S1] during a join with an older recovery link makes that join fail', async () => {
    const [ola, kari] = [await joined(service, ['admin']), await joined(service)];
    const recover = () => ola.call('POST /api/admin/invites/recover', { id: kari.staff.id });
    const stolen = await recover();
    const asked = await staffBrowser(service).call('POST /api/staff/join/options', {
      invite: stolen.invite,
    });
    const [node] = service.nodes;
    if (node === undefined) throw new Error('the service has no node');
    const { domain } = node;
    const handedIn = { token: stolen.invite, id: digest(stolen.invite), alias: undefined };
    const challenge = await domain.challenges.issue('here', {
      ...{ kind: 'join', invite: handedIn.id, staff: kari.staff.id },
    });
    const credential = await newAuthenticator().create({ ...asked, challenge });
    const { ledger } = domain;
    const between: typeof ledger = {
      ...ledger,
      async join(...asked) {
        await staffBrowser(service).join((await recover()).invite);
        return ledger.join(...asked);
      },
    };
    const late = { ...domain, ledger: between };
    const came = await join(late, 'here', handedIn, credential, 'Test', undefined);
    expect(came).toEqual({ ok: false, code: 'not_found' });
  });
});

test('[S3] when two admins take each other’s role, only the first one succeeds', async () => {
  await joined(service, ['admin']);
  const [a, b] = [await joined(service, ['admin']), await joined(service, ['admin'])];
  const demote = (by: Person, whom: Person) =>
    service.book.changeStaff(by.staff.id, whom.staff.id, { roles: ['volunteer'] });
  done(await demote(a, b));
  expect(await demote(b, a)).toEqual({ ok: false, code: 'unauthorized' });
  expect(await service.book.changeStaff(b.staff.id, b.staff.id, { roles: ['admin'] })).toEqual({
    ...{ ok: false, code: 'unauthorized' },
  });
  done(await service.book.changeStaff(b.staff.id, b.staff.id, { alias: 'Berit' }));
});
