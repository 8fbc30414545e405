/** Staff profiles: what changes, who may be removed, and what the audit log records. */
import type { StaffId } from '@terskel/shared/ids';
import { digest } from '@terskel/server/digest';
import { PASSKEYS_MAX } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { findIn } from '../../helpers/dump.ts';
import { done, kari, ledgersOfFile, passkey, staffId } from '../../helpers/ledgers.ts';

const ledgers = ledgersOfFile();
const gone = { ok: false, code: 'not_found' };
const impossible = { ok: false, code: 'wrong_state' };

describe('a change', () => {
  test('[S3] affects only the fields that it names', async () => {
    const book = ledgers.open();
    const id = await book.addStaff('operator', kari);
    const { person } = done(await book.changeStaff('operator', id, { capacity: 3, topics: [] }));
    expect(person).toMatchObject({ id, ...kari, capacity: 3, topics: [] });
    expect(await book.other.person(id)).toEqual(person);
    expect(await book.people()).toEqual([person]);
    expect(await book.changeStaff('operator', staffId(), { capacity: 3 })).toEqual(gone);
    expect(await book.person(staffId())).toBeNull();
  });

  test('[S5] by a person who was removed meanwhile has no effect', async () => {
    const book = ledgers.open();
    const [id, was] = [await book.joined(), await book.joined(['admin'])];
    await book.joined(['admin']);
    done(await book.revoke('operator', was));
    const refused = { ok: false, code: 'unauthorized' };
    const join = { kind: 'join', roles: ['admin'], trained: false } as const;
    const before = await book.dump();
    expect(await book.changeStaff(was, id, { roles: ['admin'] })).toEqual(refused);
    expect(await book.revoke(was, id)).toEqual(refused);
    expect(await book.addInvite(was, join)).toEqual(refused);
    expect(await book.withdrawInvite(was, 'x')).toEqual(refused);
    expect(await book.setSettings(was, { paused: true })).toEqual(refused);
    expect(await book.dump()).toEqual(before);
  });

  test('[S3] in flight while an admin loses the role has no effect, except on the own profile', async () => {
    const book = ledgers.open();
    const [id, was] = [await book.joined(), await book.joined(['volunteer', 'admin'])];
    await book.joined(['admin']);
    const join = { kind: 'join', roles: ['admin'], trained: false } as const;
    const asked = () =>
      Promise.all([
        book.changeStaff(was, id, { roles: ['admin'] }),
        book.changeStaff(was, id, { alias: 'Ola' }),
        book.changeStaff(was, was, { roles: ['admin'] }),
        book.changeStaff(was, was, { capacity: 3 }),
        book.revoke(was, id),
        book.addInvite(was, join),
        book.addInvite(was, { kind: 'recovery', staff: id }),
        book.withdrawInvite(was, 'x'),
        book.setSettings(was, { paused: true }),
      ]);
    // All of them queue behind the change that removes the role.
    const [demoted, ...outcomes] = await Promise.all([
      book.changeStaff('operator', was, { roles: ['volunteer'], trained: false }),
      asked(),
      asked(),
    ]);
    done(demoted);
    const refused = { ok: false, code: 'unauthorized' };
    for (const outcome of outcomes.flat()) expect(outcome).toEqual(refused);
    const own = done(await book.changeStaff(was, was, { alias: 'Liv', languages: ['se'] }));
    expect(own.person).toMatchObject({ alias: 'Liv', languages: ['se'], roles: ['volunteer'] });
  });

  test('[S5] of the same person, many at once on two nodes, loses none', async () => {
    const book = ledgers.open();
    const id = await book.joined();
    await Promise.all([
      book.changeStaff('operator', id, { alias: 'Ola' }),
      book.other.changeStaff('operator', id, { capacity: 2 }),
      book.changeStaff('operator', id, { languages: ['se'] }),
      book.other.changeStaff('operator', id, { roles: ['leader', 'volunteer'] }),
      book.addPasskey(id, passkey()),
      book.other.addPasskey(id, passkey()),
    ]);
    expect(await book.person(id)).toMatchObject({
      ...{ alias: 'Ola', capacity: 2, languages: ['se'], roles: ['volunteer', 'leader'] },
      passkeys: 3,
    });
    expect((await book.audit({})).entries.map(({ number }) => number)).toEqual([
      8, 7, 6, 5, 4, 3, 2, 1,
    ]);
  });
});

describe('the last admin', () => {
  test('[S1] can neither be removed nor lose the role, no matter who asks', async () => {
    const book = ledgers.open();
    const [id, volunteer] = [await book.joined(['volunteer', 'admin']), await book.joined()];
    for (const by of ['operator', id] as const) {
      expect(await book.revoke(by, id)).toEqual(impossible);
      expect(await book.changeStaff(by, id, { roles: ['volunteer'] })).toEqual(impossible);
    }
    done(await book.changeStaff(id, id, { roles: ['admin', 'leader'] }));
    done(await book.changeStaff(id, volunteer, { roles: ['admin'] }));
    done(await book.revoke(volunteer, id));
    expect(await book.revoke(volunteer, volunteer)).toEqual(impossible);
  });

  test('[S1] when two admins take each other’s role at once, on two nodes, one keeps it', async () => {
    for (let times = 0; times < 10; times += 1) {
      const book = ledgers.open();
      const [a, b] = [await book.joined(['admin']), await book.joined(['admin'])];
      const [first, second] = await Promise.all([
        book.changeStaff(a, b, { roles: ['volunteer'] }),
        book.other.revoke(b, a),
      ]);
      expect([first.ok, second.ok].filter(Boolean)).toHaveLength(1);
      const admins = (await book.people()).filter(({ roles }) => roles.includes('admin'));
      expect(admins).toHaveLength(1);
    }
  });
});

test('[S4] nothing remains of a revoked person except audit log entries', async () => {
  const book = ledgers.open();
  const id = await book.joined();
  await book.openSession(id, 'Firefox');
  const [known] = await book.passkeys(id);
  done(await book.revoke('operator', id));
  expect(await book.person(id)).toBeNull();
  expect(await book.passkeys(id)).toEqual([]);
  expect(await book.credential(id, known?.id ?? '')).toBeNull();
  expect(await book.addPasskey(id, passkey())).toEqual(gone);
  expect(await book.revoke('operator', id)).toEqual(gone);
  const dump = await book.dump();
  expect(findIn(dump, [known?.id ?? ''])).toEqual([]);
  const { audit: _audit, ...lists } = dump.lists;
  const left = findIn({ ...dump, lists }, [id]);
  expect(left.every((line) => line.startsWith('session:'))).toBe(true);
});

describe('passkeys', () => {
  async function withPasskey() {
    const book = ledgers.open();
    const id = await book.joined();
    const [known] = await book.passkeys(id);
    if (known === undefined) throw new Error('they joined with one');
    return { book, id, known };
  }

  test('[S1] are several, named by their owner, and at least one', async () => {
    const { book, id, known } = await withPasskey();
    const second = passkey({ name: 'Nøkkel', synced: false, counter: 7, transports: ['usb'] });
    done(await book.addPasskey(id, second));
    const { name: _name, ...credential } = second;
    expect(await book.other.credential(id, second.id)).toEqual(credential);
    done(await book.renamePasskey(id, known.id, 'Pc'));
    const now = book.clock.now();
    expect(await book.passkeys(id)).toEqual([
      { ...known, name: 'Pc' },
      { id: second.id, name: 'Nøkkel', addedAt: now, usedAt: null, synced: false },
    ]);
    expect((await book.person(id))?.passkeys).toBe(2);
    done(await book.removePasskey(id, known.id));
    expect(await book.removePasskey(id, known.id)).toEqual(gone);
    expect(await book.renamePasskey(id, known.id, 'x')).toEqual(gone);
    expect(await book.removePasskey(id, second.id)).toEqual(impossible);
  });

  test('[S1] are at most ten per person, and each belongs to one person', async () => {
    const { book, id, known } = await withPasskey();
    const other = await book.joined();
    expect(await book.addPasskey(id, passkey({ id: known.id }))).toEqual(impossible);
    expect(await book.addPasskey(other, passkey({ id: known.id }))).toEqual(impossible);
    const newcomer = { id: staffId(), alias: 'Ola', passkey: passkey({ id: known.id }) };
    expect(await book.join(await book.invited(), newcomer)).toEqual(impossible);
    const added = await Promise.all(
      Array.from({ length: PASSKEYS_MAX + 3 }, (_, i) =>
        (i % 2 === 0 ? book : book.other).addPasskey(id, passkey()),
      ),
    );
    expect(added.filter(({ ok }) => ok)).toHaveLength(PASSKEYS_MAX - 1);
    expect(added.find(({ ok }) => !ok)).toEqual(impossible);
    expect(await book.credential(other, known.id)).toBeNull();
  });

  test('[S1] are added only with a valid session of the same person', async () => {
    const book = ledgers.open();
    const [id, other] = [await book.joined(), await book.joined()];
    const session = digest(await book.openSession(id, null));
    const refused = { ok: false, code: 'unauthorized' };
    expect(await book.addPasskey(other, passkey(), session)).toEqual(refused);
    done(await book.addPasskey(id, passkey(), session));
    const token = await book.invited({ kind: 'recovery', staff: id });
    done(await book.join(token, { id, alias: '', passkey: passkey() }));
    expect(await book.addPasskey(id, passkey(), session)).toEqual(refused);
    expect(await book.passkeys(id)).toHaveLength(1);
  });

  test('[S1] when the last two are removed at once, one removal succeeds', async () => {
    const { book, id, known } = await withPasskey();
    const second = passkey();
    done(await book.addPasskey(id, second));
    const taken = await Promise.all([
      book.removePasskey(id, known.id),
      book.other.removePasskey(id, second.id),
    ]);
    expect(taken.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await book.passkeys(id)).toHaveLength(1);
  });
});

test('[S1] staff are listed in the order in which they joined', async () => {
  const book = ledgers.open();
  const ids: StaffId[] = [];
  for (const alias of ['Åse', 'Berit', 'Anne']) {
    ids.push(await book.joined(['volunteer'], alias));
    book.clock.move(3_600_000);
  }
  expect((await book.people()).map(({ id }) => id)).toEqual(ids);
});
