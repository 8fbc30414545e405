/** Passkey ceremonies, and everything that must not be accepted as one. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomIds } from '@terskel/server/clock';
import { signIn } from '@terskel/server/domain/sign-in';
import { keysOf } from '@terskel/server/live/keys';
import { TIMES } from '@terskel/shared/limits';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cbor, FLAGS, type Misdeeds, softAuthenticator } from '../helpers/authenticator.ts';
import { startService, type TestService } from '../helpers/service.ts';
import {
  type StaffBrowser,
  invited,
  joined,
  newAuthenticator,
  staffBrowser,
} from '../helpers/staff-browser.ts';
import { NAMESPACE } from '../helpers/store-kinds.ts';

const { UP, UV, AT } = FLAGS;
const keys = keysOf(NAMESPACE);
let service: TestService;
beforeAll(async () => {
  service = await startService({ nodes: 2 });
});
afterAll(() => service[Symbol.asyncDispose]());

/** What can be wrong with any passkey response, of a registration or of a sign-in. */
const LIES: readonly (readonly [what: string, lie: Misdeeds])[] = [
  ['made on a page of another host', { origin: 'https://evil.example' }],
  ['made on another port of this host', { origin: 'http://localhost:3001' }],
  ['made over TLS', { origin: 'https://localhost:3000' }],
  ['for another relying party', { rpId: 'evil.example' }],
  ['for a parent domain', { rpId: 'host' }],
  ['made in a cross-origin frame', { crossOrigin: true }],
  ['to an unknown challenge', { challenge: randomIds.secret() }],
  ['to a malformed challenge', { challenge: '*' }],
  ['of another type', { type: 'payment.get' }],
];

describe('signing in', () => {
  let kari: Awaited<ReturnType<typeof joined>>;
  let ola: Awaited<ReturnType<typeof joined>>;
  beforeAll(async () => {
    kari = await joined(service);
    ola = await joined(service, ['admin'], { alias: 'Ola' });
  });
  const own = () =>
    kari.authenticator.passkeys[0] ?? Promise.reject(new Error('no passkey was found'));
  const fresh = () => staffBrowser(service, { authenticator: kari.authenticator });

  /** Everything that a client can observe of an attempt. */
  async function attempt(browser: StaffBrowser, lie: Misdeeds) {
    const { status, text, headers } = await browser.signIn(lie);
    const { cookies } = browser;
    return { status, text, set: headers.getSetCookie(), signedIn: cookies.has('terskel-staff') };
  }
  const REFUSED = {
    ...{ status: 401, text: '{"ok":false,"code":"unauthorized"}', set: [], signedIn: false },
  };

  test.each<readonly [string, Misdeeds]>([
    ...LIES,
    ['made as a registration', { type: 'webauthn.create' }],
    ['without user verification', { flags: UP }],
    ['without user presence', { flags: UV }],
    ['with incomplete credential data', { flags: UP | UV | AT }],
    ['with a random signature', { signature: randomBytes(70) }],
    ['without a signature', { signature: Buffer.alloc(0) }],
    ['of an unknown passkey', { id: randomBytes(32) }],
    ['without a user handle', { userHandle: null }],
    ['of an unknown person', { userHandle: randomIds.id() }],
    ['with a user handle that is not an id', { userHandle: '../session' }],
  ])(
    '[S1] a response %s is refused like any other, and a valid one is accepted',
    async (_, lie) => {
      expect(await attempt(fresh(), lie)).toEqual(REFUSED);
      expect((await fresh().signIn()).answer?.staff).toEqual(kari.staff);
    },
  );

  test("[S1] a passkey with another person's user handle is refused", async () => {
    expect(await attempt(fresh(), { userHandle: ola.staff.id })).toEqual(REFUSED);
    const [olas = await own()] = ola.authenticator.passkeys;
    const thief = staffBrowser(service, { authenticator: ola.authenticator });
    expect(await attempt(thief, { userHandle: kari.staff.id })).toEqual(REFUSED);
    // The other passkey's id does not help: the signature must match the key that this person has.
    expect(await attempt(thief, { userHandle: kari.staff.id, id: (await own()).id })).toEqual(
      REFUSED,
    );
    expect(await attempt(fresh(), { passkey: olas, id: (await own()).id })).toEqual(REFUSED);
  });

  test('[S1] a response is accepted once, even if it is sent to two nodes at once', async () => {
    const browser = fresh();
    const options = await browser.call('POST /api/staff/sign-in/options', {});
    const credential = await browser.authenticator.get(options);
    const again = (node: number) =>
      browser.ask('POST /api/staff/sign-in', { device: 'Test', credential }, { node });
    const answers = await Promise.all([again(0), again(1)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 401]));
    expect((await again(0)).code).toBe('unauthorized');
  });

  test('[S1] a response is accepted only from the browser that requested its challenge', async () => {
    const [asked, other] = [fresh(), fresh()];
    const options = await asked.call('POST /api/staff/sign-in/options', {});
    await other.call('POST /api/staff/sign-in/options', {});
    const credential = await other.authenticator.get(options);
    const body = { device: 'Test', credential };
    expect((await other.ask('POST /api/staff/sign-in', body)).code).toBe('unauthorized');
    // The failed attempt has used up the challenge.
    expect((await asked.ask('POST /api/staff/sign-in', body)).code).toBe('unauthorized');
    const none = fresh();
    expect((await none.ask('POST /api/staff/sign-in', body)).code).toBe('unauthorized');
  });

  test('[S1] two tabs of one browser can sign in at the same time', async () => {
    const browser = fresh();
    const first = await browser.call('POST /api/staff/sign-in/options', {});
    await browser.call('POST /api/staff/sign-in/options', {});
    const credential = await browser.authenticator.get(first);
    const body = { device: 'Test', credential };
    expect((await browser.ask('POST /api/staff/sign-in', body)).status).toBe(200);
  });

  test('[S1] a challenge for another purpose cannot be used to sign in', async () => {
    const browser = fresh();
    const { challenge: ofInvite } = await browser.call('POST /api/staff/join/options', {
      ...{ invite: (await invited(service)) as never, alias: 'Kari' },
    });
    expect(await attempt(browser, { challenge: ofInvite })).toEqual(REFUSED);
    await browser.signIn();
    const { challenge: ofSession } = await browser.call('POST /api/staff/passkeys/options', {});
    browser.cookies.delete('terskel-staff');
    expect(await attempt(browser, { challenge: ofSession })).toEqual(REFUSED);
  });

  test('[S1] a challenge is valid for five minutes', async () => {
    const browser = fresh();
    const options = await browser.call('POST /api/staff/sign-in/options', {});
    const key = keys.challenge(options.challenge);
    const leftMs = await service.redis.pTTL(key);
    expect(leftMs).toBeGreaterThan(TIMES.ceremonyMs - 60_000);
    expect(leftMs).toBeLessThanOrEqual(TIMES.ceremonyMs);
    await service.redis.pExpire(key, 0);
    const credential = await browser.authenticator.get(options);
    const late = await browser.ask('POST /api/staff/sign-in', { device: 'Test', credential });
    expect(late.code).toBe('unauthorized');
  });

  test('[S1] a counter that does not increase is refused as a cloned passkey', async () => {
    const { authenticator } = await joined(service);
    const again = () => staffBrowser(service, { authenticator });
    await again().signIn({ counter: 1_000 });
    for (const counter of [0, 999, 1_000])
      expect(await attempt(again(), { counter })).toEqual(REFUSED);
    expect((await again().signIn({ counter: 1_001 })).status).toBe(200);
  });

  test('[S1] the passkey of a revoked person is refused like an unknown one', async () => {
    const gone = await joined(service);
    await ola.call('POST /api/admin/staff/revoke', { id: gone.staff.id });
    expect(await attempt(staffBrowser(service, { authenticator: gone.authenticator }), {})).toEqual(
      REFUSED,
    );
  });

  test('[S1] a passkey proved just before a recovery removes it gives no session', async () => {
    const lost = await joined(service);
    const made = await ola.call('POST /api/admin/invites/recover', { id: lost.staff.id });
    const asked = await fresh().call('POST /api/staff/sign-in/options', {});
    const challenge = await service.nodes[0]?.domain.challenges.issue('here', { kind: 'sign-in' });
    const answer = await lost.authenticator.get({ ...asked, challenge });
    const d = service.nodes[0]?.domain ?? Promise.reject(new Error('the service has no node'));
    const { ledger, ...domain } = await d;
    const between: typeof ledger = {
      ...ledger,
      // The recovery happens after the proof, and before there is a session that it could end.
      async signIn(...asked) {
        await staffBrowser(service).join(made.invite);
        return ledger.signIn(...asked);
      },
    };
    const came = await signIn({ ...domain, ledger: between }, 'here', answer, 'Test', undefined);
    expect(came).toEqual({ ok: false, code: 'unauthorized' });
    const finder = await lost.signIn();
    expect(finder.code).toBe('unauthorized');
  });

  test('[S1] a sign-in replaces the session that this browser had', async () => {
    const browser = fresh();
    await browser.signIn();
    const before = browser.cookies.get('terskel-staff') ?? '';
    await browser.signIn();
    expect(await service.book.session(before)).toBe(null);
    expect((await browser.ask('GET /api/staff/me')).status).toBe(200);
  });
});

/** COSE keys that are not valid for ES256. */
const ecKey = (changes: readonly (readonly [number, Cbor])[]): ReadonlyMap<number, Cbor> =>
  new Map<number, Cbor>([
    ...([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.alloc(32, 7)],
      [-3, Buffer.alloc(32, 7)],
    ] as const),
    ...changes,
  ]);

describe('a new passkey', () => {
  test.each<readonly [string, Misdeeds]>([
    ...LIES,
    ['made as a sign-in', { type: 'webauthn.get' }],
    ['without user verification', { flags: UP | AT }],
    ['without user presence', { flags: UV | AT }],
    ['without a key', { flags: UP | UV }],
    ['with the reserved algorithm 0', { publicKey: ecKey([[3, 0]]) }],
    ['with an algorithm that was not requested', { publicKey: ecKey([[3, -36]]) }],
    ['with an algorithm that does not fit its key', { publicKey: ecKey([[3, -257]]) }],
    ['with a point that is not on the curve', { publicKey: ecKey([]) }],
    ['with a key of another type', { publicKey: ecKey([[1, 4]]) }],
    ['with an incomplete key', { publicKey: new Map<number, Cbor>([[3, -7]]) }],
  ])('[S1] %s is refused, and the invite stays valid', async (_, lie) => {
    const token = await invited(service);
    const browser = staffBrowser(service);
    const before = await service.book.people();
    const refused = await browser.join(token, 'Kari', lie);
    expect([refused.status, refused.code]).toEqual([409, 'wrong_state']);
    expect(browser.cookies.has('terskel-staff')).toBe(false);
    expect(await service.book.people()).toEqual(before);
    expect((await browser.join(token)).status).toBe(200);
  });

  async function asked(browser: StaffBrowser, invite: string) {
    return browser.call('POST /api/staff/join/options', { invite: invite as never, alias: 'Ola' });
  }
  const answer = (invite: string, credential: unknown) => ({
    ...{ invite, alias: 'Ola', device: 'Test', credential },
  });

  test('[S1] a response is accepted once, for its invite, from its browser', async () => {
    const [first, second] = [await invited(service), await invited(service)];
    const [browser, other] = [staffBrowser(service), staffBrowser(service)];
    await asked(other, first);
    const make = async () => browser.authenticator.create(await asked(browser, first));
    const crossed = await browser.ask('POST /api/staff/join', answer(second, await make()));
    expect(crossed.code).toBe('wrong_state');
    const stolen = await other.ask('POST /api/staff/join', answer(first, await make()));
    expect(stolen.code).toBe('wrong_state');
    const credential = await make();
    const unlike = { ...credential, id: randomIds.secret(), rawId: randomIds.secret() };
    expect((await browser.ask('POST /api/staff/join', answer(first, unlike))).status).toBe(409);

    const made = await make();
    expect((await browser.ask('POST /api/staff/join', answer(first, made))).status).toBe(200);
    const replayed = await browser.ask('POST /api/staff/join', answer(second, made));
    expect(replayed.code).toBe('wrong_state');
    const late = await asked(browser, second);
    await service.redis.pExpire(keys.challenge(late.challenge), 0);
    const tooLate = answer(second, await browser.authenticator.create(late));
    expect((await browser.ask('POST /api/staff/join', tooLate)).code).toBe('wrong_state');
  });

  test('[S1] a sign-in challenge cannot be used to register a passkey', async () => {
    const token = await invited(service);
    const browser = staffBrowser(service);
    const { challenge } = await browser.call('POST /api/staff/sign-in/options', {});
    expect((await browser.join(token, 'Kari', { challenge })).code).toBe('wrong_state');
  });

  test('[S1] an additional passkey can be registered only in the session that requested it', async () => {
    const kari = await joined(service);
    const ola = await joined(service);
    const options = await kari.call('POST /api/staff/passkeys/options', {});
    const credential = await newAuthenticator().create(options);
    const body = { name: 'Another', credential };
    // The same browser, but another person's session.
    ola.cookies.set('terskel-ceremony', kari.cookies.get('terskel-ceremony') ?? '');
    expect((await ola.ask('POST /api/staff/passkeys/add', body)).code).toBe('wrong_state');
    const again = await kari.call('POST /api/staff/passkeys/options', {});
    await kari.signIn();
    const late = { name: 'Another', credential: await newAuthenticator().create(again) };
    expect((await kari.ask('POST /api/staff/passkeys/add', late)).code).toBe('wrong_state');
    for (const { staff } of [kari, ola])
      expect(await service.book.passkeys(staff.id)).toHaveLength(1);
    expect((await kari.addPasskey(newAuthenticator(), { flags: UP | AT })).code).toBe(
      'wrong_state',
    );
    expect((await kari.addPasskey(newAuthenticator())).status).toBe(200);
  });

  test("[S1] with the id of another person's passkey signs in only its own person", async () => {
    const kari = await joined(service);
    const [{ id } = { id: Buffer.alloc(0) }] = kari.authenticator.passkeys;
    const ola = staffBrowser(service);
    const { answer: came } = await ola.join(await invited(service), 'Ola', { id });
    expect((await ola.signIn()).answer?.staff).toEqual(came?.staff);
    expect((await kari.signIn()).answer?.staff).toEqual(kari.staff);
    const forged = await ola.signIn({ userHandle: kari.staff.id });
    expect(forged.code).toBe('unauthorized');
    // One person cannot have two passkeys with the same id.
    expect((await kari.addPasskey(newAuthenticator(), { id })).code).toBe('wrong_state');
  });

  test('[S1] the attestation is not evaluated, and no address in it is requested', async () => {
    let asks = 0;
    const listener = createServer((_request, response) => {
      asks += 1;
      response.end();
    });
    await new Promise<void>((resolve) => {
      listener.listen(0, '127.0.0.1', resolve);
    });
    const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/crl`;
    for (const fmt of ['packed', 'apple', 'android-key', 'fido-u2f', 'tpm', 'nonsense']) {
      const attStmt = new Map<string, Cbor>([
        ['alg', -7],
        ['sig', randomBytes(70)],
        ['x5c', Buffer.from(url)],
      ]);
      const browser = staffBrowser(service);
      const lie = { attestation: { fmt, attStmt } };
      expect([fmt, (await browser.join(await invited(service), 'Kari', lie)).status]).toEqual([
        ...[fmt, 200],
      ]);
      expect((await browser.signIn()).status).toBe(200);
    }
    expect(asks).toBe(0);
    await new Promise((resolve) => listener.close(resolve));
  });

  test('[S1] a passkey that a provider syncs is marked as synced', async () => {
    const kari = await joined(service);
    const phone = softAuthenticator('localhost', 'http://localhost:3000', { synced: true });
    const { answer: added } = await kari.addPasskey(phone);
    expect(added?.passkeys.map(({ synced }) => synced)).toEqual([false, true]);
    // It has no counter, and can be used repeatedly.
    const browser = staffBrowser(service, { authenticator: phone });
    for (let use = 0; use < 3; use += 1) expect((await browser.signIn()).status).toBe(200);
  });
});

test('[R3] bodies that are too large or not JSON change nothing', async () => {
  const kari = await joined(service);
  const send = (path: string, body: string, type = 'application/json') =>
    fetch(service.origin() + path, {
      ...{ method: 'POST', body },
      headers: {
        ...{ 'content-type': type, origin: 'http://localhost:3000' },
        cookie: `terskel-staff=${kari.session}`,
      },
    });
  const long = (chars: number) => JSON.stringify({ invite: 'x'.repeat(chars) });
  expect((await send('/api/staff/join', long(17_000))).status).toBe(413);
  expect((await send('/api/staff/join', long(15_000))).status).toBe(400);
  expect((await send('/api/leave', long(2_100))).status).toBe(413);
  expect((await send('/api/staff/join', '{')).status).toBe(400);
  // Staff routes refuse a content type that a form could send without a preflight.
  expect((await send('/api/staff/sign-out', '{}', 'text/plain')).status).toBe(400);
  expect((await kari.ask('GET /api/staff/me')).status).toBe(200);
});
