/** The audit log: what it contains, what it never contains, and how changes to it are detected. */
import { digest } from '@terskel/server/digest';
import { faultIn, type Head } from '@terskel/server/ledger/backup/chain';
import { NEW_STAFF } from '@terskel/server/ledger/records';
import { AUDIT_PAGE } from '@terskel/shared/limits';
import { AuditEntry } from '@terskel/shared/staff';
import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { done, ledgersOfFile, passkey, staffId, type TestLedger } from '../../helpers/ledgers.ts';

const ledgers = ledgersOfFile();

async function entries(book: TestLedger): Promise<readonly AuditEntry[]> {
  return (await book.audit({})).entries.toReversed();
}

test('[S5] each entry holds the actor, the change, the values before and after, and the time', async () => {
  const book = ledgers.open();
  const joins = { kind: 'join', roles: ['admin'], trained: false } as const;
  const first = await book.invited(joins);
  const berit = { id: staffId(), alias: 'Berit' };
  done(await book.join(first, { ...berit, passkey: passkey() }));
  const { expiresAt, token } = done(await book.addInvite(berit.id, joins));
  done(await book.withdrawInvite(berit.id, digest(token)));
  const next = done(await book.addInvite(berit.id, { ...joins, roles: ['volunteer'] }));
  const kari = { id: staffId(), alias: 'Kari' };
  const own = passkey({ name: 'Telefon' });
  done(await book.join(next.token, { ...kari, passkey: own }));
  done(await book.changeStaff(berit.id, kari.id, { trained: true, capacity: 1 }));
  done(await book.changeStaff(kari.id, kari.id, { alias: 'Kari N.' }));
  const karin = { ...kari, alias: 'Kari N.' };
  const added = passkey({ name: 'Pc', synced: false });
  done(await book.addPasskey(kari.id, added));
  done(await book.renamePasskey(kari.id, added.id, 'Jobb-pc'));
  done(await book.removePasskey(kari.id, added.id));
  const recovery = done(await book.addInvite(berit.id, { kind: 'recovery', staff: kari.id }));
  const newcomer = { id: kari.id, alias: '', passkey: passkey() };
  done(await book.join(recovery.token, newcomer));
  done(await book.setSettings(berit.id, { paused: true, queueLimit: 50 }));
  done(await book.revoke('operator', kari.id));

  const offered = { kind: 'join', roles: ['admin'], trained: false, expiresAt };
  const volunteer = { ...NEW_STAFF, roles: ['volunteer'], trained: false };
  const on = { by: berit, about: karin };
  const self = { by: karin, about: karin };
  const expected = [
    { by: null, what: 'invite.made', about: null, before: null, after: offered },
    {
      ...{ by: berit, what: 'staff.joined', about: berit, before: null },
      after: { ...volunteer, alias: 'Berit', roles: ['admin'], invitedBy: null },
    },
    { by: berit, what: 'invite.made', about: null, before: null, after: offered },
    { by: berit, what: 'invite.withdrawn', about: null, before: offered, after: null },
    {
      ...{ by: berit, what: 'invite.made', about: null, before: null },
      after: { ...offered, roles: ['volunteer'] },
    },
    {
      ...{ by: kari, what: 'staff.joined', about: kari, before: null },
      after: { ...volunteer, alias: 'Kari', invitedBy: 'Berit' },
    },
    {
      ...{ by: berit, what: 'staff.changed', about: kari },
      ...{ before: { trained: false }, after: { trained: true } },
    },
    {
      ...self,
      by: kari,
      what: 'staff.changed',
      before: { alias: 'Kari' },
      after: { alias: 'Kari N.' },
    },
    { ...self, what: 'passkey.added', before: null, after: { name: 'Pc', synced: false } },
    { ...self, what: 'passkey.renamed', before: { name: 'Pc' }, after: { name: 'Jobb-pc' } },
    { ...self, what: 'passkey.removed', before: { name: 'Jobb-pc' }, after: null },
    { ...on, what: 'invite.made', before: null, after: { kind: 'recovery', expiresAt } },
    { ...self, what: 'staff.recovered', before: { passkeys: 1 }, after: { passkeys: 1 } },
    {
      ...{ by: berit, what: 'settings.changed', about: null },
      ...{ before: { paused: false }, after: { paused: true } },
    },
    {
      ...{ by: null, what: 'staff.revoked', about: karin, after: null },
      before: { ...volunteer, alias: 'Kari N.', trained: true },
    },
  ];
  const at = book.clock.now();
  expect(await entries(book)).toEqual(
    expected.map((entry, i) => Object.assign(entry, { number: i + 1, at })),
  );

  const text = JSON.stringify((await book.dump()).lists['audit']);
  for (const secret of [first, token, next.token, recovery.token]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(digest(secret));
  }
  for (const { id, publicKey } of [own, added]) {
    expect(text).not.toContain(id);
    expect(text).not.toContain(publicKey);
  }
});

test('[S5] no entry is written for a change without effect, a refusal or a sign-in', async () => {
  const book = ledgers.open();
  const id = await book.joined(['admin']);
  const [known] = await book.passkeys(id);
  done(await book.setSettings(id, { paused: true }));
  const before = await entries(book);
  done(await book.setSettings(id, { paused: true }));
  done(await book.setSettings(id, {}));
  done(await book.changeStaff(id, id, { alias: 'Kari', roles: ['admin'] }));
  done(await book.renamePasskey(id, known?.id ?? '', 'Telefon'));
  await book.revoke(id, id);
  await book.removePasskey(id, known?.id ?? '');
  const use = { id: known?.id ?? '', counter: 0, synced: true };
  const token = (await book.signIn(id, use, 'Firefox')) ?? '';
  await book.endSessions(token, 'others');
  await book.endSession(token);
  expect(await entries(book)).toEqual(before);
});

describe('an audit page', () => {
  test('[S5] holds only matching entries, newest first, and says whether there are more', async () => {
    const book = ledgers.open();
    await book.joined(['admin'], 'Kari');
    const ola = await book.joined(['admin'], 'Ola');
    const start = book.clock.now();
    for (let limit = 1; limit <= 600; limit += 1) {
      book.clock.move(1_000);
      done(await book.setSettings(limit % 100 === 0 ? ola : 'operator', { queueLimit: limit }));
    }
    const all: AuditEntry[] = [];
    for (let before: number | undefined; ; before = all.at(-1)?.number) {
      const page = await book.audit(before === undefined ? {} : { before });
      all.push(...page.entries);
      if (!page.more) break;
      expect(page.entries).toHaveLength(AUDIT_PAGE);
    }
    expect(all.map(({ number }) => number)).toEqual(Array.from({ length: 604 }, (_, i) => 604 - i));

    const of = async (filter: Parameters<TestLedger['audit']>[0]) => book.audit(filter);
    const joined = await of({ what: 'staff.joined' });
    expect([joined.entries.length, joined.more]).toEqual([2, false]);
    // Entries by this person and about this person.
    expect((await of({ staff: ola })).entries).toHaveLength(7);
    expect((await of({ staff: ola, what: 'settings.changed', before: 304 })).entries).toHaveLength(
      2,
    );
    const within = await of({ from: start + 10_000, until: start + 12_000 });
    expect(within.entries.map(({ after }) => after?.['queueLimit'])).toEqual([11, 10]);
    expect((await of({ before: 1 })).entries).toEqual([]);
    const exact = await of({ what: 'settings.changed', before: 55 });
    expect([exact.entries.length, exact.more]).toEqual([AUDIT_PAGE, false]);
  });
});

describe('the hash chain', () => {
  async function written(aheadMs = 0): Promise<{ log: string[]; head: Head; hashes: string[] }> {
    const book = ledgers.open();
    book.clock.move(aheadMs);
    for (let limit = 1; limit <= 8; limit += 1)
      done(await book.setSettings('operator', { queueLimit: limit }));
    const { lists, hashes } = await book.dump();
    const { number, hash = '' } = hashes['head'] ?? {};
    const log = [...(lists['audit'] ?? [])];
    const of = log.map((entry) => entry.slice(0, entry.indexOf(' ')));
    return { log, head: { number: Number(number), hash }, hashes: of };
  }

  test('[S5] is valid as written, and from every earlier head', async () => {
    const { log, head, hashes } = await written();
    expect(faultIn(log, head)).toBeNull();
    expect(faultIn([], { number: 0, hash: '' })).toBeNull();
    expect(head).toEqual({ number: 8, hash: hashes.at(-1) });
    for (const hash of hashes) expect(faultIn(log, head, hash)).toBeNull();
    expect(faultIn(log, head, digest('x'))).toMatch(/^No entry has the hash/);
    for (const entry of log)
      expect(() =>
        z.parse(AuditEntry, JSON.parse(entry.slice(entry.indexOf(' ') + 1))),
      ).not.toThrow();
  });

  type Log = Awaited<ReturnType<typeof written>>;
  test.each<[string, (log: Log) => [readonly string[], Head], string]>([
    [
      'altered',
      ({ log, head }) => [
        log.with(2, log[2]?.replace(/"queueLimit":3/, '"queueLimit":9') ?? ''),
        head,
      ],
      'Entry 3 is not what was written.',
    ],
    [
      'altered in a name only',
      ({ log, head }) => [log.with(2, log[2]?.replace(/settings/, 'Settings') ?? ''), head],
      'Entry 3 is not what was written.',
    ],
    [
      'removed',
      ({ log, head }) => [log.toSpliced(2, 1), head],
      'Entry 3 is missing: entry 4 stands there.',
    ],
    [
      'reordered',
      ({ log, head }) => [log.with(2, log[3] ?? '').with(3, log[2] ?? ''), head],
      'Entry 3 is missing: entry 4 stands there.',
    ],
    [
      'repeated',
      ({ log, head }) => [log.toSpliced(3, 0, log[2] ?? ''), head],
      'Entry 3 stands in the place of entry 4.',
    ],
    [
      'cut',
      ({ log, head }) => [log.slice(0, 6), head],
      'Entry 7 is missing: the log should have 8.',
    ],
    [
      'cut, with a matching head',
      ({ log, head }) => [log.slice(0, 6), { ...head, number: 6 }],
      'Entry 6 is not the one that the head names.',
    ],
    ['not JSON', ({ log, head }) => [log.with(4, 'x y'), head], 'Entry 5 cannot be read.'],
  ])('[S5] a log that is %s is detected, with the position', async (_how, change, words) => {
    expect(faultIn(...change(await written()))).toBe(words);
  });

  test('[S5] a log that was rewritten with new hashes is detected with an earlier head', async () => {
    const [{ head: earlier }, { log, head }] = [await written(), await written(1)];
    expect(faultIn(log, head)).toBeNull();
    expect(faultIn(log, head, earlier.hash)).toMatch(/^No entry has the hash/);
  });
});
