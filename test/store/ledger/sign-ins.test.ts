/** Staff sessions: whose they are, how long they last, and what ends them. */
import { createHash } from 'node:crypto';
import { randomIds } from '@terskel/server/clock';
import { digest } from '@terskel/server/digest';
import { ledgerRoot } from '@terskel/server/ledger/records';
import type { StaffId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import type { Role } from '@terskel/shared/models';
import { describe, expect, test } from 'vitest';
import { findIn } from '../../helpers/dump.ts';
import { done, kari, ledgersOfFile, passkey, staffId } from '../../helpers/ledgers.ts';

const hour = 3_600_000;
const minute = 60_000;
const ledgers = ledgersOfFile();
const nobody: ReadonlySet<string> = new Set();

test('[S2] a staff session identifies its person for 12 h at most, until it is ended', async () => {
  const book = ledgers.open();
  const id = await book.addStaff('operator', kari);
  const [token, other] = [await book.openSession(id, null), await book.openSession(id, null)];
  expect(await book.other.session(token)).toEqual({ staff: { id, ...kari }, revision: 1 });
  await book.endSession(token);
  await book.endSession(token);
  expect(await book.session(token)).toBeNull();
  expect(await book.session(randomIds.secret())).toBeNull();
  const all = [other, token, randomIds.secret(), other];
  expect(await book.revisions(all, nobody)).toEqual([1, null, null, 1]);
  expect(await book.revisions([], nobody)).toEqual([]);

  for (const key of [`session:${digest(other)}`, `sessions:${id}`]) {
    const expiresAt = (await book.dump()).expiries[key] ?? 0;
    expect(Math.round((expiresAt - Date.now()) / hour)).toBe(12);
  }
  // Used every hour, but it still ends after 12 h.
  for (let hours = 1; hours < 12; hours += 1) {
    book.clock.move(hour);
    expect(await book.session(other)).not.toBeNull();
  }
  book.clock.move(hour - 1);
  expect(await book.revisions([other], nobody)).toEqual([1]);
  book.clock.move(1);
  expect(await book.revisions([other], nobody)).toEqual([null]);
  expect(await book.session(other)).toBeNull();
  expect(TIMES.signInMs).toBe(12 * hour);
});

test('[F9, S4] an unreadable profile ends its own sessions and nobody else’s', async () => {
  const book = ledgers.open();
  const open = async (id: StaffId) => book.openSession(id, null);
  const broken = await book.addStaff('operator', kari);
  const tokens = [
    await open(broken),
    await open(await book.addStaff('operator', kari)),
    await open(await book.addStaff('operator', kari)),
  ] as const;
  await book.endSession(tokens[1]);
  await ledgers.client.hSet(`${ledgerRoot(book.namespace)}:staff`, broken, 'no profile');
  expect(await book.revisions(tokens, nobody)).toEqual([null, null, 1]);
});

test('[S2] only the SHA-256 of a session token is stored', async () => {
  const book = ledgers.open();
  const token = await book.openSession(await book.addStaff('operator', kari), null);
  const dump = await book.dump();
  expect(findIn(dump, [token])).toEqual([]);
  expect(findIn(dump, [digest(token)])).not.toEqual([]);
  expect(digest(token)).toBe(createHash('sha256').update(token).digest('base64url'));
});

describe('without use for 30 min', () => {
  test.each<[Role[], number | null]>([
    [['admin'], null],
    [['volunteer', 'leader', 'admin'], null],
    [['volunteer', 'leader'], 1],
  ])('[S2] the revision of a session with roles %j is %j', async (roles, expected) => {
    const book = ledgers.open();
    const token = await book.openSession(await book.joined(roles), null);
    book.clock.move(TIMES.adminIdleMs - 1);
    expect(await book.revisions([token], nobody)).toEqual([1]);
    book.clock.move(1);
    expect(await book.revisions([token], nobody)).toEqual([expected]);
    expect((await book.session(token))?.revision ?? null).toEqual(expected);
  });

  test('[S2] a request counts as use, and so does a command on a connection, but not the connection itself', async () => {
    const book = ledgers.open();
    const id = await book.joined(['admin']);
    const [idle, asks, does] = [
      await book.openSession(id, null),
      await book.openSession(id, null),
      await book.openSession(id, null),
    ];
    const all = [idle, asks, does];
    for (let times = 0; times < 3; times += 1) {
      book.clock.move(20 * minute);
      await book.session(asks);
      await book.other.revisions(all, new Set([does]));
    }
    expect(await book.revisions(all, nobody)).toEqual([null, 1, 1]);
  });

  const usedAt = async (book: ReturnType<typeof ledgers.open>, token: string) =>
    Number((await book.dump()).hashes[`session:${digest(token)}`]?.['usedAt']);

  test('[A4, S2] an admin’s use is noted in steps of five minutes by the clock, once per step', async () => {
    const book = ledgers.open();
    const token = await book.openSession(await book.joined(['admin']), null);
    const opened = book.clock.now();
    const step = 5 * minute;
    const toNext = step - (opened % step);
    book.clock.move(toNext - 1);
    await book.session(token);
    await book.revisions([token], new Set([token]));
    expect(await usedAt(book, token)).toBe(opened);
    book.clock.move(1);
    await book.revisions([token], nobody);
    expect(await usedAt(book, token)).toBe(opened);
    book.clock.move(step - 1);
    await book.revisions([token], new Set([token]));
    expect(await usedAt(book, token)).toBe(opened + toNext);
    await book.session(token);
    expect(await usedAt(book, token)).toBe(opened + toNext);
  });

  test('[A4, S2] no use is noted for staff who are not admins', async () => {
    const book = ledgers.open();
    const token = await book.openSession(await book.joined(['volunteer', 'leader']), null);
    const before = await book.dump();
    book.clock.move(hour);
    expect(await book.session(token)).not.toBeNull();
    expect(await book.revisions([token], new Set([token]))).toEqual([1]);
    expect(await book.dump()).toEqual(before);
  });
});

describe('all sessions of a person end', () => {
  type Book = ReturnType<typeof ledgers.open>;
  test.each<[string, (book: Book, id: Awaited<ReturnType<Book['joined']>>) => Promise<unknown>]>([
    ['new roles', (book, id) => book.changeStaff('operator', id, { roles: ['leader'] })],
    ['no longer trained', (book, id) => book.changeStaff('operator', id, { trained: false })],
    ['revocation', (book, id) => book.revoke('operator', id)],
  ])('[S2] by %s', async (_how, change) => {
    const book = ledgers.open();
    const [id, bystander] = [await book.joined(), await book.joined()];
    const tokens = [await book.openSession(id, null), await book.openSession(id, 'Firefox')];
    const other = await book.openSession(bystander, null);
    done((await change(book, id)) as { ok: boolean });
    expect(await book.other.revisions([...tokens, other], nobody)).toEqual([null, null, 1]);
    expect(await book.session(tokens[0] ?? '')).toBeNull();
    expect(await book.sessions(tokens[0] ?? '')).toEqual([]);
  });

  test('[S2] but not by a change of name, which gets a new revision', async () => {
    const book = ledgers.open();
    const id = await book.joined();
    const token = await book.openSession(id, null);
    done(await book.changeStaff(id, id, { alias: 'Kari N.', languages: ['en'] }));
    expect(await book.revisions([token], nobody)).toEqual([2]);
    expect(await book.session(token)).toMatchObject({ staff: { alias: 'Kari N.' }, revision: 2 });
    // Setting the same value again is no change.
    done(await book.changeStaff(id, id, { alias: 'Kari N.' }));
    expect(await book.revisions([token], nobody)).toEqual([2]);
  });

  test('[S4] a session opened for a person who was removed identifies nobody', async () => {
    const book = ledgers.open();
    const token = await book.openSession(staffId(), null);
    expect(await book.session(token)).toBeNull();
    expect((await book.dump()).expiries).toEqual({});
  });
});

describe('a person', () => {
  test('[S2] sees only their own sessions, and ends them', async () => {
    const book = ledgers.open();
    const [id, other] = [await book.joined(), await book.joined()];
    const theirs = await book.openSession(other, 'Safari');
    const phone = await book.openSession(id, 'Firefox, Android');
    const openedAt = book.clock.now();
    book.clock.move(2 * minute);
    const [here, third] = [await book.openSession(id, null), await book.openSession(id, 'Chrome')];
    const now = book.clock.now();
    expect(await book.sessions(here)).toEqual([
      { id: digest(here), here: true, device: null, openedAt: now },
      { id: digest(third), here: false, device: 'Chrome', openedAt: now },
      { id: digest(phone), here: false, device: 'Firefox, Android', openedAt },
    ]);
    for (const not of [digest(theirs), digest('x'), here])
      expect(await book.endSessions(here, not)).toEqual({ ok: false, code: 'not_found' });
    expect(await book.endSessions(here, digest(third))).toEqual({ ok: true });
    expect(await book.revisions([here, third, phone, theirs], nobody)).toEqual([1, null, 1, 1]);
    expect(await book.endSessions(here, 'others')).toEqual({ ok: true });
    expect(await book.revisions([here, third, phone, theirs], nobody)).toEqual([1, null, null, 1]);
    expect(await book.endSessions(here, 'others')).toEqual({ ok: true });
    expect(await book.endSessions(here, digest(here))).toEqual({ ok: true });
    expect(await book.session(here)).toBeNull();
    expect(await book.endSessions(here, 'others')).toEqual({ ok: false, code: 'not_found' });
    expect(await book.revisions([theirs], nobody)).toEqual([1]);
  });
});

describe('with a passkey', () => {
  const use = (id: string, counter = 0) => ({ id, counter, synced: false });

  test('[S1] signing in opens a session and records the use', async () => {
    const book = ledgers.open();
    const id = await book.joined();
    const [known] = await book.passkeys(id);
    book.clock.move(90 * minute);
    const token = await book.signIn(id, use(known?.id ?? ''), 'Firefox');
    expect(await book.session(token ?? '')).toMatchObject({ staff: { id } });
    // Rounded down to the hour.
    const person = await book.person(id);
    const signedInAt = book.clock.now() - (book.clock.now() % hour);
    expect(person?.signedInAt).toBe(signedInAt);
    expect(await book.passkeys(id)).toEqual([{ ...known, usedAt: signedInAt, synced: false }]);
  });

  test('[S1] a removed passkey, or one of another person, signs nobody in', async () => {
    const book = ledgers.open();
    const [id, other] = [await book.joined(), await book.joined()];
    const added = passkey();
    done(await book.addPasskey(id, added));
    expect(await book.signIn(other, use(added.id), 'Firefox')).toBeNull();
    done(await book.removePasskey(id, added.id));
    expect(await book.signIn(id, use(added.id), 'Firefox')).toBeNull();
  });

  test('[S1] a counter that has not increased means a copied passkey, which is refused', async () => {
    const book = ledgers.open();
    const id = await book.joined();
    const counting = passkey({ counter: 5 });
    done(await book.addPasskey(id, counting));
    const signIn = async (counter: number) =>
      (await book.signIn(id, use(counting.id, counter), 'Firefox')) !== null;
    expect([await signIn(5), await signIn(0), await signIn(4)]).toEqual([false, false, false]);
    expect([await signIn(6), await signIn(6), await signIn(9)]).toEqual([true, false, true]);
    expect((await book.credential(id, counting.id))?.counter).toBe(9);
    // A passkey that does not count can be used any number of times.
    const [plain] = await book.passkeys(id);
    expect(await book.signIn(id, use(plain?.id ?? ''), 'Firefox')).not.toBeNull();
    expect(await book.signIn(id, use(plain?.id ?? ''), 'Firefox')).not.toBeNull();
  });

  test('[S1] of several sign-ins with the same counter at once, on two nodes, one succeeds', async () => {
    const book = ledgers.open();
    const id = await book.joined();
    const counting = passkey({ counter: 1 });
    done(await book.addPasskey(id, counting));
    const tokens = await Promise.all(
      [book, book.other, book, book.other].map((node) =>
        node.signIn(id, use(counting.id, 2), 'Firefox'),
      ),
    );
    expect(tokens.filter((token) => token !== null)).toHaveLength(1);
  });
});
