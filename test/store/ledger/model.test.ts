/** Random concurrent changes from two nodes; replaying the audit log must lead to exactly the stored state. */
import { DEFAULT_SETTINGS, type Outcome } from '@terskel/server/domain/ports';
import { faultIn } from '@terskel/server/ledger/backup/chain';
import { entryIn } from '@terskel/server/ledger/audit';
import type { StaffId } from '@terskel/shared/ids';
import type { Role } from '@terskel/shared/models';
import { AuditEntry } from '@terskel/shared/staff';
import * as z from 'zod/mini';
import { expect, test } from 'vitest';
import { randomOf, type Random } from '../../fuzz/random.ts';
import { ledgersOfFile, passkey, staffId, type TestLedger } from '../../helpers/ledgers.ts';

const ROUNDS = 30;
const AT_ONCE = 6;
const ROLES: readonly (readonly Role[])[] = [
  ['admin'],
  ['volunteer'],
  ['volunteer', 'leader'],
  ['volunteer', 'leader', 'admin'],
];
const ledgers = ledgersOfFile();

/** Tokens handed out, with their use; used tokens stay in the list. */
interface Known {
  readonly tokens: { readonly token: string; readonly staff: StaffId | null }[];
  readonly uses: Map<string, number>;
}
type Step = (book: TestLedger, random: Random, known: Known) => Promise<Outcome<object>>;

const somebody = async (book: TestLedger, random: Random): Promise<StaffId> =>
  random.pick([...(await book.people()).map(({ id }) => id), staffId()]);
const actor = async (book: TestLedger, random: Random) =>
  random.chance(3) ? 'operator' : somebody(book, random);
/** Often of a person whom another step changes at the same moment. */
const passkeyOf = async (book: TestLedger, id: StaffId, random: Random) =>
  random.pick([...(await book.passkeys(id)).map((one) => one.id), passkey().id]);

const STEPS: readonly Step[] = [
  async (book, random, { tokens }) => {
    const kind = random.pick(['join', 'join', 'first'] as const);
    const join = { kind: 'join', roles: random.pick(ROLES), trained: random.chance(2) } as const;
    const terms = kind === 'first' ? ({ kind } as const) : join;
    const made = await book.addInvite(await actor(book, random), terms);
    if (made.ok) tokens.push({ token: made.token, staff: null });
    return made;
  },
  async (book, random, { tokens }) => {
    const staff = await somebody(book, random);
    const made = await book.addInvite('operator', { kind: 'recovery', staff });
    if (made.ok) tokens.push({ token: made.token, staff });
    return made;
  },
  ...Array.from({ length: 3 }, (): Step => async (book, random, { tokens, uses }) => {
    const { token, staff } = random.pick([...tokens.slice(-4), { token: 'x', staff: null }]);
    const newcomer = { id: staff ?? staffId(), alias: 'Ny', passkey: passkey() };
    const joined = await book.join(token, newcomer);
    if (joined.ok) uses.set(token, (uses.get(token) ?? 0) + 1);
    return joined;
  }),
  async (book, random) => {
    const [open] = await book.invites();
    return book.withdrawInvite(await actor(book, random), open?.id ?? 'x');
  },
  async (book, random) =>
    book.changeStaff(await actor(book, random), await somebody(book, random), {
      ...(random.chance(2) && { roles: [...random.pick(ROLES)] }),
      ...(random.chance(2) && { alias: `Kari ${random.below(3)}` }),
      ...(random.chance(3) && { trained: random.chance(2) }),
      ...(random.chance(3) && { capacity: 1 + random.below(3) }),
    }),
  async (book, random) => book.revoke(await actor(book, random), await somebody(book, random)),
  async (book, random) =>
    book.addPasskey(await somebody(book, random), passkey({ name: `P ${random.below(3)}` })),
  async (book, random) => {
    const id = await somebody(book, random);
    return book.removePasskey(id, await passkeyOf(book, id, random));
  },
  async (book, random) => {
    const id = await somebody(book, random);
    return book.renamePasskey(id, await passkeyOf(book, id, random), `P ${random.below(3)}`);
  },
  async (book, random) => {
    const id = await somebody(book, random);
    const use = { id: await passkeyOf(book, id, random), counter: 0, synced: random.chance(2) };
    await book.signIn(id, use, 'Firefox');
    return { ok: true };
  },
  async (book, random) =>
    book.setSettings(await actor(book, random), {
      ...(random.chance(2) && { queueLimit: random.below(3) }),
      ...(random.chance(2) && { paused: random.chance(2) }),
    }),
];

type Fields = Record<string, unknown>;
/** Replays the entries; each must fit those before it. */
function historyOf(log: readonly AuditEntry[]) {
  const people = new Map<string, Fields>();
  const passkeys = new Map<string, string[]>();
  const settings: Fields = { ...DEFAULT_SETTINGS };
  let hadAdmin = false;
  const faults: string[] = [];
  for (const { number, what, about, before, after } of log) {
    const id = about?.id ?? '';
    const names = passkeys.get(id) ?? [];
    const person = people.get(id);
    const must = (holds: boolean) => void (holds || faults.push(`${number} ${what}`));
    const change = (of: Fields) => {
      // The number of deleted invites is not part of a person's profile.
      const { invites: had = 1, ...were } = before ?? {};
      const { invites: left = 0, ...is } = after ?? {};
      const names = Object.entries(were);
      must(names.every(([name, value]) => JSON.stringify(of[name]) === JSON.stringify(value)));
      must(Number(had) > 0 && left === 0);
      Object.assign(of, is);
    };
    const dropName = () => {
      const at = names.indexOf(String(before?.['name']));
      must(at >= 0);
      names.splice(at, 1);
    };
    switch (what) {
      case 'staff.joined': {
        must(person === undefined);
        const { invitedBy: _invitedBy, ...profile } = after ?? {};
        people.set(id, profile);
        passkeys.set(id, ['Telefon']);
        break;
      }
      case 'staff.changed':
        change(person ?? {});
        break;
      case 'staff.recovered':
        must(before?.['passkeys'] === names.length);
        passkeys.set(id, ['Telefon']);
        break;
      case 'staff.revoked':
        change(person ?? {});
        people.delete(id);
        passkeys.delete(id);
        break;
      case 'passkey.added':
        names.push(String(after?.['name']));
        break;
      case 'passkey.renamed':
        dropName();
        names.push(String(after?.['name']));
        break;
      case 'passkey.removed':
        dropName();
        must(names.length > 0);
        break;
      case 'settings.changed':
        change(settings);
        break;
      case 'invite.made':
      case 'invite.withdrawn':
      case 'ledger.restored':
    }
    const admins = [...people.values()].filter(({ roles }) => (roles as Role[]).includes('admin'));
    must(!hadAdmin || admins.length > 0);
    hadAdmin ||= admins.length > 0;
  }
  return { people, passkeys, settings, faults };
}

test.each([1, 2, 3, 4, 5, 6])(
  '[S5] after random changes by two nodes at once, the audit log leads to the stored state: seed %d',
  async (seed) => {
    const random = randomOf(seed);
    const book = ledgers.open();
    const other: TestLedger = { ...book, ...book.other };
    const known: Known = { tokens: [], uses: new Map() };
    for (const roles of ROLES) await book.joined(roles);
    let granted = 2 * ROLES.length;
    for (let round = 0; round < ROUNDS; round += 1) {
      const steps = Array.from({ length: AT_ONCE }, () => ({
        step: random.pick(STEPS),
        own: randomOf(random.below(2 ** 31)),
      }));
      const outcomes = await Promise.all(
        steps.map(({ step, own }, i) => step(i % 2 === 0 ? book : other, own, known)),
      );
      granted += outcomes.filter(({ ok }) => ok).length;
      book.clock.move(60_000);
    }

    const { lists, hashes } = await book.dump();
    const stored = lists['audit'] ?? [];
    const { number, hash = '' } = hashes['head'] ?? {};
    expect(faultIn(stored, { number: Number(number), hash })).toBeNull();
    const log = stored.map((entry) => z.parse(AuditEntry, JSON.parse(entryIn(entry))));
    expect(log.length).toBeGreaterThan(ROUNDS);
    expect(log.length).toBeLessThanOrEqual(granted);

    const { people, passkeys, settings, faults } = historyOf(log);
    expect(faults).toEqual([]);
    const there = await book.people();
    expect(new Map(there.map(({ id, ...person }) => [id, person]))).toEqual(
      new Map(
        there.map(({ id, joinedAt, signedInAt }) => [
          id,
          Object.assign(
            { joinedAt, signedInAt, passkeys: passkeys.get(id)?.length },
            people.get(id),
          ),
        ]),
      ),
    );
    expect(people.size).toBe(there.length);
    for (const { id } of there) {
      const names = (await book.passkeys(id)).map(({ name }) => name);
      expect(new Set(names)).toEqual(new Set(passkeys.get(id)));
    }
    expect(await book.settings()).toEqual(settings);
    expect([...known.uses.values()].every((times) => times === 1)).toBe(true);
    expect(known.uses.size).toBeGreaterThan(0);
  },
);
