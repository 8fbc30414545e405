/** Ceremonies with passkeys, and everything that must not pass for one. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomIds } from '@terskel/server/clock';
import { signIn } from '@terskel/server/domain/sign-in';
import { keysOf } from '@terskel/server/store/keys';
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

/** What is wrong with any answer of a passkey, made or used. */
const LIES: readonly (readonly [what: string, lie: Misdeeds])[] = [
  ['made on a page of another host', { origin: 'https://evil.example' }],
  ['made on another port of this host', { origin: 'http://localhost:3001' }],
  ['made over TLS', { origin: 'https://localhost:3000' }],
  ['made for another host', { rpId: 'evil.example' }],
  ['made for a host above', { rpId: 'host' }],
  ['made in a frame of another page', { crossOrigin: true }],
  ['to no challenge of ours', { challenge: randomIds.secret() }],
  ['to a challenge that is none', { challenge: '*' }],
  ['of no use of this kind', { type: 'payment.get' }],
];

describe('signing in', () => {
  let kari: Awaited<ReturnType<typeof joined>>;
  let ola: Awaited<ReturnType<typeof joined>>;
  beforeAll(async () => {
    kari = await joined(service);
    ola = await joined(service, ['admin'], { alias: 'Ola' });
  });
  const own = () => kari.authenticator.passkeys[0] ?? Promise.reject(new Error('it is there'));
  const fresh = () => staffBrowser(service, { authenticator: kari.authenticator });

  /** All that can be told from an attempt. */
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
    ['made as a new one is', { type: 'webauthn.create' }],
    ['without a person verified', { flags: UP }],
    ['without a person present', { flags: UV }],
    ['with half a key of its own', { flags: UP | UV | AT }],
    ['signed by nobody', { signature: randomBytes(70) }],
    ['without a signature', { signature: Buffer.alloc(0) }],
    ['of an unknown passkey', { id: randomBytes(32) }],
    ['of nobody', { userHandle: null }],
    ['of an unknown person', { userHandle: randomIds.id() }],
    ['of a person who could be none', { userHandle: '../session' }],
  ])(
    '[S1] an answer %s is refused as any other, and one as it should be is not',
    async (_, lie) => {
      expect(await attempt(fresh(), lie)).toEqual(REFUSED);
      expect((await fresh().signIn()).answer?.staff).toEqual(kari.staff);
    },
  );

  test("[S1] somebody's passkey with somebody else's name on it is of no use", async () => {
    expect(await attempt(fresh(), { userHandle: ola.staff.id })).toEqual(REFUSED);
    const [olas = await own()] = ola.authenticator.passkeys;
    const thief = staffBrowser(service, { authenticator: ola.authenticator });
    expect(await attempt(thief, { userHandle: kari.staff.id })).toEqual(REFUSED);
    // Not by its id either: a signature counts for the key that the person has.
    expect(await attempt(thief, { userHandle: kari.staff.id, id: (await own()).id })).toEqual(
      REFUSED,
    );
    expect(await attempt(fresh(), { passkey: olas, id: (await own()).id })).toEqual(REFUSED);
  });

  test('[S1] an answer counts once, also where it is sent twice at once to two nodes', async () => {
    const browser = fresh();
    const options = await browser.call('POST /api/staff/sign-in/options', {});
    const credential = await browser.authenticator.get(options);
    const again = (node: number) =>
      browser.ask('POST /api/staff/sign-in', { device: 'Test', credential }, { node });
    const answers = await Promise.all([again(0), again(1)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 401]));
    expect((await again(0)).code).toBe('unauthorized');
  });

  test('[S1] an answer counts from the browser that asked alone', async () => {
    const [asked, other] = [fresh(), fresh()];
    const options = await asked.call('POST /api/staff/sign-in/options', {});
    await other.call('POST /api/staff/sign-in/options', {});
    const credential = await other.authenticator.get(options);
    const body = { device: 'Test', credential };
    expect((await other.ask('POST /api/staff/sign-in', body)).code).toBe('unauthorized');
    // It has been used up by that.
    expect((await asked.ask('POST /api/staff/sign-in', body)).code).toBe('unauthorized');
    const none = fresh();
    expect((await none.ask('POST /api/staff/sign-in', body)).code).toBe('unauthorized');
  });

  test('[S1] two tabs of one browser can sign in side by side', async () => {
    const browser = fresh();
    const first = await browser.call('POST /api/staff/sign-in/options', {});
    await browser.call('POST /api/staff/sign-in/options', {});
    const credential = await browser.authenticator.get(first);
    const body = { device: 'Test', credential };
    expect((await browser.ask('POST /api/staff/sign-in', body)).status).toBe(200);
  });

  test('[S1] a challenge for something else is none to sign in with', async () => {
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

  test('[S1] a challenge is there for five minutes', async () => {
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

  test('[S1] a counter that does not grow is of a copy', async () => {
    const { authenticator } = await joined(service);
    const again = () => staffBrowser(service, { authenticator });
    await again().signIn({ counter: 1_000 });
    for (const counter of [0, 999, 1_000])
      expect(await attempt(again(), { counter })).toEqual(REFUSED);
    expect((await again().signIn({ counter: 1_001 })).status).toBe(200);
  });

  test('[S1] a passkey that is revoked is as unknown as one that never was', async () => {
    const gone = await joined(service);
    await ola.call('POST /api/admin/staff/revoke', { id: gone.staff.id });
    expect(await attempt(staffBrowser(service, { authenticator: gone.authenticator }), {})).toEqual(
      REFUSED,
    );
  });

  test('[S1] whoever proves a passkey just before a recovery takes it away is not let in after it', async () => {
    const lost = await joined(service);
    const made = await ola.call('POST /api/admin/invites/recover', { id: lost.staff.id });
    const asked = await fresh().call('POST /api/staff/sign-in/options', {});
    const challenge = await service.nodes[0]?.domain.challenges.issue('here', { kind: 'sign-in' });
    const answer = await lost.authenticator.get({ ...asked, challenge });
    const d = service.nodes[0]?.domain ?? Promise.reject(new Error('there is a node'));
    const { ledger, ...domain } = await d;
    const between: typeof ledger = {
      ...ledger,
      // The recovery comes after the proof, and before there is a sign-in that it could end.
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

  test('[S1] a sign-in takes the place of the one that this browser had', async () => {
    const browser = fresh();
    await browser.signIn();
    const before = browser.cookies.get('terskel-staff') ?? '';
    await browser.signIn();
    expect(await service.book.session(before)).toBe(null);
    expect((await browser.ask('GET /api/staff/me')).status).toBe(200);
  });
});

/** COSE keys that are none of ES256's. */
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
    ['made as one that is used', { type: 'webauthn.get' }],
    ['without a person verified', { flags: UP | AT }],
    ['without a person present', { flags: UV | AT }],
    ['without a key', { flags: UP | UV }],
    ['of the algorithm none', { publicKey: ecKey([[3, 0]]) }],
    ['of an algorithm that was not asked for', { publicKey: ecKey([[3, -36]]) }],
    ['of another algorithm than its key', { publicKey: ecKey([[3, -257]]) }],
    ['with a key that is on no curve', { publicKey: ecKey([]) }],
    ['with a key of another kind', { publicKey: ecKey([[1, 4]]) }],
    ['with a key without a half', { publicKey: new Map<number, Cbor>([[3, -7]]) }],
  ])('[S1] %s is refused, and the invite stands', async (_, lie) => {
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

  test('[S1] an answer counts once, for its invite, from its browser', async () => {
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

  test('[S1] a challenge to sign in makes no passkey', async () => {
    const token = await invited(service);
    const browser = staffBrowser(service);
    const { challenge } = await browser.call('POST /api/staff/sign-in/options', {});
    expect((await browser.join(token, 'Kari', { challenge })).code).toBe('wrong_state');
  });

  test('[S1] one more is made in the sign-in that asked for it alone', async () => {
    const kari = await joined(service);
    const ola = await joined(service);
    const options = await kari.call('POST /api/staff/passkeys/options', {});
    const credential = await newAuthenticator().create(options);
    const body = { name: 'Another', credential };
    // The same browser, and somebody else in it.
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

  test("[S1] with the id of somebody else's it lets in its own person alone", async () => {
    const kari = await joined(service);
    const [{ id } = { id: Buffer.alloc(0) }] = kari.authenticator.passkeys;
    const ola = staffBrowser(service);
    const { answer: came } = await ola.join(await invited(service), 'Ola', { id });
    expect((await ola.signIn()).answer?.staff).toEqual(came?.staff);
    expect((await kari.signIn()).answer?.staff).toEqual(kari.staff);
    const forged = await ola.signIn({ userHandle: kari.staff.id });
    expect(forged.code).toBe('unauthorized');
    // Nor twice for one person.
    expect((await kari.addPasskey(newAuthenticator(), { id })).code).toBe('wrong_state');
  });

  test('[S1] what is said of its maker is not looked at, and no address in it asked', async () => {
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

  test('[S1] one that is kept by an account of its owner is known as such', async () => {
    const kari = await joined(service);
    const phone = softAuthenticator('localhost', 'http://localhost:3000', { synced: true });
    const { answer: added } = await kari.addPasskey(phone);
    expect(added?.passkeys.map(({ synced }) => synced)).toEqual([false, true]);
    // It has no counter, and can be used again and again.
    const browser = staffBrowser(service, { authenticator: phone });
    for (let use = 0; use < 3; use += 1) expect((await browser.signIn()).status).toBe(200);
  });
});

test('[R3] bodies that are too large, or no JSON, change nothing', async () => {
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
  // What a form could send without asking is nothing to the staff's routes.
  expect((await send('/api/staff/sign-out', '{}', 'text/plain')).status).toBe(400);
  expect((await kari.ask('GET /api/staff/me')).status).toBe(200);
});
