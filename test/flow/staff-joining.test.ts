/** Invites, and what happens to people who use one. */
import { randomIds } from '@terskel/server/clock';
import { digest } from '@terskel/server/digest';
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { dumpOf, findIn } from '../helpers/dump.ts';
import { startService, type TestService } from '../helpers/service.ts';
import { invited, joined, newAuthenticator, staffBrowser } from '../helpers/staff-browser.ts';

/** The ledger without the keys of resume tickets, which are created when the first ticket is issued. */
async function book({ ledgerRedis }: TestService) {
  const { hashes, ...rest } = await dumpOf(ledgerRedis, '{terskel:ledger}');
  const { 'seal-keys': _, ...others } = hashes;
  return { ...rest, expiries: {}, hashes: others };
}

test('[S1] an invite gives its holder the stated roles and a passkey, and signs them in', async () => {
  await using service = await startService({ nodes: 2 });
  const token = await invited(service, ['volunteer', 'leader'], false);
  const browser = staffBrowser(service);
  expect(await browser.call('POST /api/staff/invite', { invite: token as never })).toEqual({
    terms: { kind: 'join', roles: ['volunteer', 'leader'], trained: false },
  });
  const { answer } = await browser.join(token, ' Kari ');
  expect(answer?.staff).toMatchObject({
    ...{ alias: 'Kari', roles: ['volunteer', 'leader'], trained: false, capacity: 1 },
  });
  expect(await browser.call('GET /api/staff/me')).toEqual(answer);
  // The passkey belongs to the person, and works in another browser on another node.
  const { authenticator } = browser;
  expect(authenticator.passkeys[0]).toMatchObject({
    userHandle: answer?.staff.id,
    name: 'Kari',
  });
  const elsewhere = staffBrowser(service, { node: 1, authenticator });
  expect((await elsewhere.signIn()).answer).toEqual(answer);
  const page = await service.staff(1, elsewhere.cookies.get('terskel-staff') ?? '');
  expect(page.snapshot.session.staff).toEqual(answer?.staff);
});

test('[S1] when two people use one invite at once on two nodes, one joins', async () => {
  await using service = await startService({ nodes: 2 });
  for (let round = 0; round < 5; round += 1) {
    const token = await invited(service);
    const before = (await service.book.people()).length;
    const pair = [0, 1].map((node) => staffBrowser(service, { node }));
    const answers = await Promise.all(pair.map((browser) => browser.join(token)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 404]));
    expect((await service.book.people()).length).toBe(before + 1);
    for (const [index, { status }] of answers.entries()) {
      const browser = pair[index];
      expect((await browser?.ask('GET /api/staff/me'))?.status).toBe(status === 200 ? 200 : 401);
      expect((await browser?.signIn())?.status).toBe(status === 200 ? 200 : 401);
    }
  }
});

test('[S1] a used, withdrawn, expired, altered or guessed invite is not found, and reveals nothing', async () => {
  await using service = await startService();
  const admin = await joined(service, ['admin']);
  const used = await invited(service);
  await staffBrowser(service).join(used);
  const withdrawn = await invited(service);
  await admin.call('POST /api/admin/invites/withdraw', { id: digest(withdrawn) });
  const altered = (await invited(service)).replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
  const expired = await invited(service);
  // This join is begun in time and finished too late.
  const late = staffBrowser(service);
  const options = await late.call('POST /api/staff/join/options', {
    ...{ invite: expired as never, alias: 'Ola' },
  });
  service.clock.move(TIMES.inviteMs);
  const dead = { used, withdrawn, altered, expired, guessed: randomIds.secret() };
  const before = await book(service);
  for (const [why, token] of Object.entries(dead)) {
    const browser = staffBrowser(service);
    const credential = await newAuthenticator().create(options);
    const answers = [
      await browser.ask('POST /api/staff/invite', { invite: token }),
      await browser.ask('POST /api/staff/join/options', { invite: token, alias: 'Ola' }),
      await browser.ask('POST /api/staff/join', {
        ...{ invite: token, alias: 'Ola', device: 'Test', credential },
      }),
    ];
    for (const { status, text } of answers)
      expect([why, status, text]).toEqual([why, 404, '{"ok":false,"code":"not_found"}']);
    expect([...browser.cookies]).toEqual([]);
  }
  const credential = await late.authenticator.create(options);
  const tooLate = { invite: expired, alias: 'Ola', device: 'Test', credential };
  expect((await late.ask('POST /api/staff/join', tooLate)).code).toBe('not_found');
  expect(await book(service)).toEqual(before);
});

test('[S1] an invite is stored as a digest, and so is a session', async () => {
  await using service = await startService();
  const token = await invited(service);
  const { session } = await joined(service);
  const everything = await book(service);
  expect(findIn(everything, [token, session])).toEqual([]);
  expect(findIn(everything, [digest(token)])).not.toEqual([]);
});

test('[S1] an invalid alias does not use up the invite', async () => {
  await using service = await startService();
  const token = await invited(service);
  const before = await book(service);
  const browser = staffBrowser(service);
  const aliases = ['  ', 'x'.repeat(41), 'Ka\u202Eri', 'K\u0300\u0301\u0302\u0303', 7, ['Kari']];
  for (const alias of [...aliases, undefined]) {
    const refused = await browser.ask('POST /api/staff/join/options', { invite: token, alias });
    expect([alias, refused.status, refused.code]).toEqual([alias, 400, 'invalid_payload']);
  }
  const begun = await browser.call('POST /api/staff/join/options', {
    ...{ invite: token as never, alias: 'Kari' },
  });
  const credential = await browser.authenticator.create(begun);
  const nameless = await browser.ask('POST /api/staff/join', {
    ...{ invite: token, device: 'Test', credential },
  });
  expect([nameless.status, nameless.code]).toEqual([400, 'invalid_payload']);
  expect(await book(service)).toEqual(before);
  expect((await browser.join(token)).status).toBe(200);
});

test('[S1] a recovery replaces the passkeys, ends the sessions, and keeps the person', async () => {
  await using service = await startService({ nodes: 2 });
  const admin = await joined(service, ['admin'], { alias: 'Ada' });
  const kari = await joined(service, ['volunteer']);
  const page = await service.staff(1, kari.session);
  const made = await admin.call('POST /api/admin/invites/recover', { id: kari.staff.id });

  // The same authenticator may be used again. Its old passkey is replaced.
  const lost = kari.authenticator.passkeys[0];
  const browser = staffBrowser(service, { node: 1, authenticator: kari.authenticator });
  const { terms } = await browser.call('POST /api/staff/invite', { invite: made.invite });
  expect(terms).toEqual({ kind: 'recovery', staff: kari.staff.id, alias: 'Kari' });
  const { answer } = await browser.join(made.invite, 'Somebody Else');
  expect(answer?.staff).toEqual(kari.staff);
  await service.tick();
  await page.disconnected();
  expect((await kari.ask('GET /api/staff/me')).code).toBe('unauthorized');
  const { passkeys } = await browser.call('GET /api/staff/passkeys');
  expect(passkeys).toHaveLength(1);
  expect((await staffBrowser(service, kari).signIn({ passkey: lost ?? never() })).code).toBe(
    'unauthorized',
  );
  expect((await staffBrowser(service, kari).signIn()).status).toBe(200);
  expect((await service.book.people()).length).toBe(2);
});

test('[S1] a person who missed the response to joining can sign in with the new passkey', async () => {
  await using service = await startService();
  const token = await invited(service);
  const browser = staffBrowser(service);
  await browser.join(token);
  browser.cookies.clear();
  expect((await browser.join(token)).code).toBe('not_found');
  expect((await browser.signIn()).answer?.staff.alias).toBe('Kari');
});

test('[S1] passkeys can be added, named, used and removed, but never the last one', async () => {
  await using service = await startService();
  const kari = await joined(service);
  const key = newAuthenticator();
  const added = await kari.addPasskey(key);
  expect(added.answer?.passkeys.map(({ name }) => name)).toEqual(['Test', 'Another']);
  // The browser learns which passkeys exist, so an authenticator makes no second one for the same person.
  await expect(kari.addPasskey(key)).rejects.toThrow('it is here already');

  const other = staffBrowser(service, { authenticator: key });
  expect((await other.signIn()).answer?.staff).toEqual(kari.staff);
  const [first, second] = added.answer?.passkeys ?? [];
  const renamed = await other.call('POST /api/staff/passkeys/rename', {
    ...{ id: second?.id ?? '', name: 'Key on the ring' },
  });
  expect(renamed.passkeys.map(({ name }) => name)).toEqual(['Test', 'Key on the ring']);
  const left = await other.call('POST /api/staff/passkeys/remove', { id: first?.id ?? '' });
  expect(left.passkeys.map(({ id }) => id)).toEqual([second?.id]);
  expect((await staffBrowser(service, kari).signIn()).code).toBe('unauthorized');
  const last = await other.ask('POST /api/staff/passkeys/remove', { id: second?.id });
  expect([last.status, last.code]).toEqual([409, 'wrong_state']);

  // Nobody can change another person's passkeys.
  const ola = await joined(service);
  for (const [name, body] of [
    ['POST /api/staff/passkeys/rename', { id: second?.id, name: 'Mine' }],
    ['POST /api/staff/passkeys/remove', { id: second?.id }],
  ] as const)
    expect((await ola.ask(name, body)).code).toBe('not_found');
});

function never(): never {
  throw new Error('no passkey was found');
}
