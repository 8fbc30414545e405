/** Invites: using one creates the staff member it describes, once. */
import { randomIds } from '@terskel/server/clock';
import { digest } from '@terskel/server/digest';
import { NEW_STAFF } from '@terskel/server/ledger/records';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { findIn } from '../../helpers/dump.ts';
import { done, ledgersOfFile, passkey, staffId } from '../../helpers/ledgers.ts';

const ledgers = ledgersOfFile();
const first = { kind: 'first' } as const;
const gone = { ok: false, code: 'not_found' };

describe('an invite', () => {
  test('[S1] adds one person as described, and is then used up', async () => {
    const book = ledgers.open();
    expect(await book.hasStaff()).toBe(false);
    const roles = ['leader', 'volunteer'] as const;
    const token = await book.invited({ kind: 'join', roles, trained: true });
    expect(await book.other.inviteTerms(token)).toEqual({
      ...{ kind: 'join', roles: ['volunteer', 'leader'], trained: true },
    });
    const newcomer = { id: staffId(), alias: 'Åse "\\" {} 🙂', passkey: passkey() };
    expect(await book.join(token, newcomer)).toEqual({ ok: true, id: newcomer.id });
    expect(await book.hasStaff()).toBe(true);
    expect(await book.other.join(token, { ...newcomer, id: staffId() })).toEqual(gone);
    expect(await book.inviteTerms(token)).toBeNull();
    expect(await book.invites()).toEqual([]);
    expect(await book.other.people()).toEqual([
      {
        ...{ id: newcomer.id, alias: newcomer.alias, roles: ['volunteer', 'leader'] },
        ...{ trained: true, ...NEW_STAFF, passkeys: 1, signedInAt: null },
        joinedAt: book.clock.now(),
      },
    ]);
  });

  test('[S1, S5] carries a note that only admins see', async () => {
    const book = ledgers.open();
    const token = await book.invited({
      kind: 'join',
      roles: ['volunteer'],
      trained: false,
      note: 'Per',
    });
    await book.invited();
    const known = await book.invites();
    expect(new Set(known.map(({ note }) => note))).toEqual(new Set(['Per', null]));
    expect(await book.inviteTerms(token)).toEqual({
      kind: 'join',
      roles: ['volunteer'],
      trained: false,
    });
    const { entries } = await book.audit({ what: 'invite.made' });
    expect(entries.map(({ after }) => after?.['note'])).toEqual([undefined, 'Per']);
  });

  test('[S1] is valid for 72 h and is not listed after that', async () => {
    const book = ledgers.open();
    const [token, later] = [await book.invited(), await book.invited()];
    book.clock.move(72 * 3_600_000 - 1);
    expect(await book.inviteTerms(token)).not.toBeNull();
    const known = await book.invites();
    expect(known.map(({ id }) => id)).toContain(digest(token));
    expect(known[0]?.expiresAt).toBe(book.clock.now() + 1);
    book.clock.move(1);
    expect(TIMES.inviteMs).toBe(72 * 3_600_000);
    expect(await book.inviteTerms(token)).toBeNull();
    expect(await book.invites()).toEqual([]);
    const newcomer = { id: staffId(), alias: 'Kari', passkey: passkey() };
    expect(await book.join(later, newcomer)).toEqual(gone);
    // Expired invites are deleted when the next one is created.
    const next = await book.invited();
    expect(Object.keys((await book.dump()).hashes['invites'] ?? {})).toEqual([digest(next)]);
  });

  test('[S1] is stored only as the SHA-256 of its token', async () => {
    const book = ledgers.open();
    const token = await book.invited({ kind: 'join', roles: ['admin'], trained: false });
    const dump = await book.dump();
    expect(findIn(dump, [token])).toEqual([]);
    expect(findIn(dump, [digest(token)])).not.toEqual([]);
  });

  test('[S1] used many times at once lets one person join', async () => {
    const book = ledgers.open();
    const token = await book.invited();
    const joined = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 === 0 ? book : book.other).join(token, {
          ...{ id: staffId(), alias: `Kari ${i}`, passkey: passkey() },
        }),
      ),
    );
    expect(joined.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await book.people()).toHaveLength(1);
  });

  test('[S1] that does not exist adds nobody', async () => {
    const book = ledgers.open();
    const newcomer = { id: staffId(), alias: 'Kari', passkey: passkey() };
    expect(await book.join(randomIds.secret(), newcomer)).toEqual(gone);
    expect(await book.hasStaff()).toBe(false);
  });

  test('[S1] is useless once withdrawn, and shows who made it while it is open', async () => {
    const book = ledgers.open();
    const admin = await book.joined(['admin'], 'Berit');
    const terms = { kind: 'join', roles: ['volunteer'], trained: false } as const;
    const { token } = done(await book.addInvite(admin, terms));
    await book.invited();
    expect(new Set((await book.invites()).map(({ by }) => by))).toEqual(new Set(['Berit', null]));
    expect(await book.withdrawInvite(admin, digest(token))).toEqual({ ok: true });
    expect(await book.withdrawInvite(admin, digest(token))).toEqual(gone);
    expect(await book.inviteTerms(token)).toBeNull();
    expect(await book.invites()).toHaveLength(1);
  });
});

describe('a first invite', () => {
  test('[S1] gives every role and adds one person, however many such links are used at once', async () => {
    const book = ledgers.open();
    const tokens = [await book.invited(first), await book.invited(first)];
    expect(await book.invites()).toHaveLength(2);
    const every = { kind: 'join', roles: ['volunteer', 'leader', 'admin'], trained: true };
    expect(await book.inviteTerms(tokens[0] ?? '')).toEqual(every);
    const joined = await Promise.all(
      tokens.map((token, i) =>
        (i === 0 ? book : book.other).join(token, {
          ...{ id: staffId(), alias: 'Kari', passkey: passkey() },
        }),
      ),
    );
    expect(joined.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await book.people()).toMatchObject([
      { roles: ['volunteer', 'leader', 'admin'], trained: true },
    ]);
    expect(await book.invites()).toEqual([]);
    const late = await book.invited(first);
    expect(await book.inviteTerms(late)).toBeNull();
    expect(await book.join(late, { id: staffId(), alias: 'Ola', passkey: passkey() })).toEqual(
      gone,
    );
  });
});

describe('a recovery invite', () => {
  test('[S1] leaves one new passkey, ends every staff session, and changes nothing else', async () => {
    const book = ledgers.open();
    const id = await book.joined(['admin']);
    await book.addPasskey(id, passkey());
    const session = await book.openSession(id, 'Firefox');
    const before = await book.person(id);
    const token = await book.invited({ kind: 'recovery', staff: id });
    expect(await book.inviteTerms(token)).toEqual({ kind: 'recovery', staff: id, alias: 'Kari' });
    expect(await book.session(session)).not.toBeNull();
    const fresh = passkey();
    const other = { id: staffId(), alias: 'Ola', passkey: fresh };
    expect(await book.join(token, other)).toEqual(gone);
    expect(await book.join(token, { id, alias: 'Ola', passkey: fresh })).toEqual({ ok: true, id });
    expect(await book.session(session)).toBeNull();
    expect((await book.passkeys(id)).map((one) => one.id)).toEqual([fresh.id]);
    expect(await book.person(id)).toEqual({ ...before, passkeys: 1 });
    expect(await book.session(await book.openSession(id, null))).not.toBeNull();
  });

  test('[S1] replaces only an earlier one for the same person, and needs an existing person', async () => {
    const book = ledgers.open();
    const [kari, ola] = [await book.joined(), await book.joined()];
    const olas = await book.invited({ kind: 'recovery', staff: ola });
    const old = await book.invited({ kind: 'recovery', staff: kari });
    const last = await book.invited({ kind: 'recovery', staff: kari });
    const uses = await Promise.all([olas, old, last].map((token) => book.inviteTerms(token)));
    expect(uses.map((terms) => terms !== null)).toEqual([true, false, true]);
    expect(await book.invites()).toHaveLength(2);
    expect(await book.addInvite('operator', { kind: 'recovery', staff: staffId() })).toEqual(gone);
  });

  test('[S4] is deleted when the person is revoked', async () => {
    const book = ledgers.open();
    const id = await book.joined();
    const token = await book.invited({ kind: 'recovery', staff: id });
    expect(await book.revoke('operator', id)).toEqual({ ok: true });
    expect(await book.inviteTerms(token)).toBeNull();
    expect(await book.join(token, { id, alias: 'Kari', passkey: passkey() })).toEqual(gone);
    expect(await book.invites()).toEqual([]);
    expect((await book.dump()).hashes).not.toHaveProperty('invites');
  });
});

test('[S4] an admin’s invites are deleted with the person, and with the admin role', async () => {
  const book = ledgers.open();
  const [berit, per, anne] = [
    await book.joined(['admin']),
    await book.joined(['admin']),
    await book.joined(['admin']),
  ];
  const terms = { kind: 'join', roles: ['admin'], trained: false } as const;
  const [by1, by2, by3] = [
    done(await book.addInvite(berit, terms)).token,
    done(await book.addInvite(per, terms)).token,
    done(await book.addInvite(anne, terms)).token,
  ];
  done(await book.addInvite(anne, { kind: 'recovery', staff: berit }));
  done(await book.addInvite(anne, { kind: 'recovery', staff: berit }));
  await book.revoke(anne, berit);
  await book.changeStaff(anne, per, { roles: ['volunteer'] });
  const uses = await Promise.all([by1, by2, by3].map((token) => book.inviteTerms(token)));
  expect(uses.map((open) => open !== null)).toEqual([false, false, true]);
  // The log records this: her own invite and the recovery invite for her, which replaced an earlier one.
  const [changed, revoked, second, first] = (await book.audit({})).entries;
  expect(changed).toMatchObject({
    before: { roles: ['admin'], invites: 1 },
    after: { roles: ['volunteer'], invites: 0 },
  });
  expect(revoked).toMatchObject({ before: { alias: 'Kari', invites: 2 }, after: null });
  expect(second?.before).toEqual(first?.after);
  expect(first?.before).toBeNull();
});
