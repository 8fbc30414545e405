/** Staff sessions: the cookie that carries one, and everything that ends it. */
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { TIMES } from '@terskel/shared/limits';
import { io } from 'socket.io-client';
import { describe, expect, test } from 'vitest';
import { acceptNext, goReady, message, open, refusal, talk } from '../helpers/fixtures.ts';
import { startService, type TestService } from '../helpers/service.ts';
import { invited, joined, staffBrowser } from '../helpers/staff-browser.ts';

const minute = 60_000;

describe.each([
  ['http://localhost:3000', '', []],
  ['https://chat.example.org', '__Host-', ['Secure']],
] as const)('at %s', (publicUrl, prefix, secure) => {
  const flags = (seconds: number) =>
    ['HttpOnly', `Max-Age=${seconds}`, 'Path=/', 'SameSite=Strict', ...secure].toSorted();
  const parsed = (cookie = '') => {
    const [pair = '', ...rest] = cookie.split('; ');
    const [name, value = ''] = pair.split('=');
    return { name, value, flags: rest.toSorted() };
  };

  test('[S2] a session and a ceremony have a cookie each, which no other site and no script gets', async () => {
    await using service = await startService({ publicUrl });
    const browser = staffBrowser(service, { publicUrl });
    const body = { invite: await invited(service), alias: 'Kari' };
    const begun = await browser.ask('POST /api/staff/join/options', body);
    const ceremony = parsed(begun.headers.getSetCookie()[0]);
    expect(ceremony).toMatchObject({ name: `${prefix}terskel-ceremony`, flags: flags(300) });
    expect(ceremony.value).toMatch(/^[\w-]{43}$/);
    const came = await browser.join(body.invite);
    expect(came.headers.getSetCookie()).toHaveLength(2);
    expect(parsed(came.headers.getSetCookie()[1])).toEqual({
      ...{ name: ceremony.name, value: '', flags: flags(0) },
    });
    const staff = parsed(came.headers.getSetCookie()[0]);
    expect(staff).toMatchObject({ name: `${prefix}terskel-staff`, flags: flags(43_200) });
    expect(staff.value).toMatch(/^[\w-]{43}$/);

    const page = io(`${service.origin()}/staff`, {
      ...{ auth: { protocol: PROTOCOL_VERSION } },
      extraHeaders: { cookie: `${staff.name}=${staff.value}`, origin: publicUrl },
      ...{ transports: ['websocket'], reconnection: false, forceNew: true },
    });
    await new Promise((resolve) => page.once('session:snapshot', resolve));
    // Under the other cookie name it is not a session.
    const other = prefix === '' ? '__Host-terskel-staff' : 'terskel-staff';
    const misnamed = await fetch(`${service.origin()}/api/staff/me`, {
      headers: { cookie: `${other}=${staff.value}` },
    });
    expect([misnamed.status, await misnamed.json()]).toEqual([401, refusal('unauthorized')]);

    const cut = new Promise((resolve) => page.once('disconnect', resolve));
    const left = await browser.ask('POST /api/staff/sign-out', {});
    expect(left.status).toBe(204);
    expect(parsed(left.headers.getSetCookie()[0])).toEqual({
      ...{ name: staff.name, value: '', flags: flags(0) },
    });
    await service.tick();
    await cut;
    browser.cookies.set(`${prefix}terskel-staff`, staff.value);
    expect((await browser.ask('GET /api/staff/me')).code).toBe('unauthorized');
    expect((await browser.signIn()).status).toBe(200);
  });
});

test('[S2] changes are accepted only with an Origin header of our own pages', async () => {
  await using service = await startService();
  const kari = await joined(service);
  const token = await invited(service);
  const before = await service.book.people();
  const refused = { status: 403, code: 'forbidden' };
  for (const origin of ['https://evil.example', 'http://localhost:3001', 'null', '']) {
    const headers = { origin };
    for (const [name, body] of [
      ['POST /api/staff/join/options', { invite: token, alias: 'Ola' }],
      ['POST /api/staff/sign-in/options', {}],
      ['POST /api/staff/sign-out', {}],
      ['POST /api/staff/profile', { alias: 'Ola' }],
    ] as const)
      expect([origin, await kari.ask(name, body, { headers })]).toMatchObject([origin, refused]);
  }
  // A request without an Origin header is refused as well.
  const anonymous = await fetch(`${service.origin()}/api/staff/sign-out`, {
    ...{ method: 'POST', body: '{}' },
    headers: { 'content-type': 'application/json', cookie: `terskel-staff=${kari.session}` },
  });
  expect(anonymous.status).toBe(403);
  expect(await service.book.people()).toEqual(before);
  expect((await kari.ask('GET /api/staff/me')).status).toBe(200);
  const origin = service.origin();
  expect((await kari.ask('POST /api/staff/sign-out', {}, { headers: { origin } })).status).toBe(
    204,
  );
});

test('[S2] where TLS is used, a page of the same host without TLS is another origin', async () => {
  const publicUrl = 'https://chat.example.org';
  await using service = await startService({ publicUrl });
  const page = service.origin();
  for (const [origin, ours] of [
    [page, false],
    [page.replace('http:', 'https:'), true],
    [publicUrl.replace('https:', 'http:'), false],
    [publicUrl, true],
  ] as const) {
    const asked = await fetch(`${page}/api/staff/sign-in/options`, {
      ...{ method: 'POST', body: '{}', headers: { 'content-type': 'application/json', origin } },
    });
    expect([origin, asked.status]).toEqual([origin, ours ? 200 : 403]);
    const socket = await fetch(`${page}/socket.io/?EIO=4&transport=polling`, {
      headers: { origin },
    });
    expect([origin, socket.status]).toEqual([origin, ours ? 200 : 403]);
  }
});

test('[S2] a session lasts 12 h whatever its use, and only admins have an idle limit', async () => {
  await using service = await startService();
  const kari = await joined(service);
  const page = await service.staff(0, kari.session);
  service.clock.move(TIMES.signInMs - minute);
  await service.tick();
  expect(page.socket.connected).toBe(true);
  expect((await kari.ask('GET /api/staff/me')).status).toBe(200);
  service.clock.move(minute);
  await service.tick();
  await page.disconnected();
  expect((await kari.ask('GET /api/staff/me')).code).toBe('unauthorized');
  await expect(service.staff(0, kari.session)).rejects.toThrow('unauthorized');
});

describe("[S2] an admin's session ends after 30 min without use", () => {
  const begin = async (service: TestService) => {
    const admin = await joined(service, ['admin', 'volunteer']);
    const page = await service.staff(1, admin.session);
    return { admin, page };
  };

  test('an idle admin is signed out, also with an open page', async () => {
    await using service = await startService({ nodes: 2 });
    const { admin, page } = await begin(service);
    service.clock.move(TIMES.adminIdleMs - minute);
    await service.tick();
    expect(page.socket.connected).toBe(true);
    service.clock.move(minute);
    await service.tick();
    await page.disconnected();
    expect((await admin.ask('GET /api/staff/me')).code).toBe('unauthorized');
  });

  test('a page that reconnects by itself is not use', async () => {
    await using service = await startService({ nodes: 2 });
    const { admin, page } = await begin(service);
    const half = TIMES.adminIdleMs / 2;
    service.clock.move(half);
    await page.drop();
    const back = await service.staff(0, admin.session);
    await service.tick();
    service.clock.move(half - minute);
    await back.drop();
    const again = await service.staff(1, admin.session);
    service.clock.move(minute);
    await service.tick();
    await again.disconnected();
    await expect(service.staff(0, admin.session)).rejects.toThrow('unauthorized');
  });

  test('an open admin page that keeps duty is not use', async () => {
    await using service = await startService({ nodes: 2 });
    const { admin, page } = await begin(service);
    await page.send('shift:start', {});
    await page.drop();
    await service.tick();
    for (let passed = 0; passed < TIMES.adminIdleMs; passed += minute) {
      expect((await admin.ask('POST /api/admin/duty')).status).toBe(200);
      service.clock.move(minute);
    }
    expect((await admin.ask('POST /api/admin/duty')).code).toBe('unauthorized');
  });

  test('a request and being on duty are use', async () => {
    await using service = await startService({ nodes: 2 });
    const { admin, page } = await begin(service);
    const almost = TIMES.adminIdleMs - 5 * minute;
    service.clock.move(almost);
    expect((await admin.ask('GET /api/admin/staff')).status).toBe(200);
    service.clock.move(almost);
    await page.send('shift:start', {});
    await service.tick();
    for (let span = 0; span < 3; span += 1) {
      service.clock.move(almost);
      await service.tick();
      expect(page.socket.connected).toBe(true);
    }
    await page.send('shift:end', {});
    await service.tick();
    service.clock.move(TIMES.adminIdleMs);
    await service.tick();
    await page.disconnected();
  });
});

test('[S2] a change of roles or training ends every session on every node', async () => {
  await using service = await startService({ nodes: 2 });
  const admin = await joined(service, ['admin'], { alias: 'Ada' });
  const kari = await joined(service);
  const { id } = kari.staff;
  for (const changes of [
    { trained: false },
    { roles: ['volunteer' as const, 'leader' as const] },
  ]) {
    await kari.signIn();
    const session = kari.cookies.get('terskel-staff') ?? '';
    const page = await service.staff(1, session);
    await admin.call('POST /api/admin/staff/change', { id, changes });
    expect((await kari.ask('GET /api/staff/me')).code).toBe('unauthorized');
    await service.tick();
    await page.disconnected();
    await expect(service.staff(0, session)).rejects.toThrow('unauthorized');
  }
  const { answer } = await kari.signIn();
  expect(answer?.staff).toMatchObject({ roles: ['volunteer', 'leader'], trained: false });
});

test.each([{ trained: false }, { roles: ['admin' as const] }])(
  '[C5] a volunteer who may no longer work (%o) and signs in again does not count as present for the seeker',
  async (changes) => {
    await using service = await startService({ nodes: 2 });
    const admin = await joined(service, ['admin'], { alias: 'Ada' });
    const kari = await joined(service);
    const volunteer = await service.staff(1, kari.session);
    await goReady(volunteer);
    const seeker = await service.seeker(0);
    await open(seeker);
    const { id: conversationId } = await acceptNext(volunteer);
    await seeker.next('conversation:started');
    const change = (more: object) =>
      admin.call('POST /api/admin/staff/change', { id: kari.staff.id, changes: more });
    const comeBack = async () => {
      await kari.signIn();
      return service.staff(1, kari.cookies.get('terskel-staff') ?? '');
    };

    await change(changes);
    await service.tick();
    await volunteer.disconnected();
    expect((await seeker.next('presence:changed')).presence.connected).toBe(false);
    const page = await comeBack();
    expect(page.snapshot.session).toMatchObject({
      ...{ availability: { state: 'off' }, offer: null, conversations: [], asides: [] },
      ...{ calls: [], stuck: [], ended: [] },
    });
    expect(page.snapshot.session).toMatchObject({ staff: changes });
    await service.pass(TIMES.volunteerLostChoiceMs - 1_000);
    const tab = await service.seeker(1, seeker.resumeToken);
    expect(tab.snapshot.session).toMatchObject({
      conversation: { seats: { volunteer: { presence: { connected: false } } } },
    });

    // The seat is still held within its timeout.
    await change({ roles: ['volunteer'], trained: true });
    await service.tick();
    await page.disconnected();
    const again = await comeBack();
    expect(again.snapshot.session).toMatchObject({ conversations: [{ id: conversationId }] });
    expect((await tab.next('presence:changed')).presence.connected).toBe(true);
  },
);

test('[O1] a volunteer whose profile has changed reconnects at once and works on with the new one', async () => {
  await using service = await startService({ nodes: 2 });
  const admin = await joined(service, ['admin'], { alias: 'Ada' });
  const { seeker, volunteer, conversation } = await talk(service, 0, 1);
  const { id } = volunteer.staff;
  await service.tick();
  expect(volunteer.socket.connected).toBe(true);
  await admin.call('POST /api/admin/staff/change', { id, changes: { capacity: 2 } });
  await service.tick();
  await volunteer.disconnected();

  const page = await service.staff(0, volunteer.session);
  expect(page.snapshot.session).toMatchObject({
    ...{ staff: { capacity: 2 }, availability: { state: 'ready' } },
    conversations: [{ id: conversation.id }],
  });
  expect((await seeker.next('presence:changed')).presence.connected).toBe(false);
  expect((await seeker.next('presence:changed')).presence.connected).toBe(true);
  const sent = message(conversation);
  await page.send('message:send', sent);
  expect((await seeker.next('message:posted')).message.ciphertext).toBe(sent.ciphertext);
  // The new capacity allows another conversation.
  await open(await service.seeker(1));
  expect((await acceptNext(page)).id).not.toBe(conversation.id);
  await service.tick();
  expect(page.socket.connected).toBe(true);
});

test("[S2] people see and end their own sessions, and nobody else's", async () => {
  await using service = await startService({ nodes: 2 });
  const kari = await joined(service);
  const elsewhere = staffBrowser(service, { node: 1, authenticator: kari.authenticator });
  await elsewhere.signIn();
  const page = await service.staff(1, elsewhere.cookies.get('terskel-staff') ?? '');
  const ola = await joined(service);
  const { sessions } = await kari.call('GET /api/staff/sessions');
  expect(sessions.map(({ here, device }) => [here, device])).toEqual([
    [true, 'Test'],
    [false, 'Test'],
  ]);
  const [, other] = sessions;
  const olas = await ola.ask('POST /api/staff/sessions/end', { id: other?.id });
  expect([olas.status, olas.code]).toEqual([404, 'not_found']);
  const left = await kari.call('POST /api/staff/sessions/end', { id: other?.id ?? '' });
  expect(left.sessions.map(({ here }) => here)).toEqual([true]);
  expect((await elsewhere.ask('GET /api/staff/me')).code).toBe('unauthorized');
  await service.tick();
  await page.disconnected();

  await elsewhere.signIn();
  await kari.call('POST /api/staff/sessions/end', { id: 'others' });
  expect((await elsewhere.ask('GET /api/staff/me')).code).toBe('unauthorized');
  expect((await kari.ask('GET /api/staff/me')).status).toBe(200);
  expect((await ola.ask('GET /api/staff/me')).status).toBe(200);
});
