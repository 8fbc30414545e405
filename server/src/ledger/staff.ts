/** Adds, changes and removes staff members. */
import { StaffId } from '@terskel/shared/ids';
import { ProfileChanges, type Person } from '@terskel/shared/staff';
import * as z from 'zod/mini';
import type { Ledger } from '../domain/ledger.ts';
import { refused, type Ids, type Outcome } from '../domain/ports.ts';
import {
  difference,
  keyIn,
  unchanged,
  type Commit,
  type LedgerStore,
  type Write,
} from './commit.ts';
import { dropped, openInvites } from './invites/open.ts';
import {
  actorOf,
  allStaff,
  isAdmin,
  knownAs,
  newcomer,
  passkeysOf,
  profileOf,
  putStaff,
  staffOf,
  withId,
} from './people.ts';
import { inOrder, Profile, StoredPasskeys, type StoredStaff } from './records.ts';

type Part = Pick<Ledger, 'people' | 'person' | 'hasStaff' | 'addStaff' | 'changeStaff' | 'revoke'>;

export function staffLedger(store: LedgerStore, commit: Commit, ids: Ids): Part {
  const { redis } = store;

  const personOf = (id: StaffId, staff: StoredStaff, passkeys: number): Person => {
    const { joinedAt, signedInAt } = staff;
    return { ...withId(id, staff), joinedAt, signedInAt, passkeys };
  };

  /** Whether this person is the only admin (rule S1). */
  async function isLastAdmin(id: StaffId): Promise<boolean> {
    const admins = [...(await allStaff(store))].filter(([, staff]) => isAdmin(staff));
    return admins.length === 1 && admins[0]?.[0] === id;
  }

  /**
   * The writes that withdraw a person's open invites. Invites made by an admin end when that person loses the role.
   * `alsoRecovery`: also withdraw invites to recover this person. `had`: the number of withdrawn invites, absent if
   * there are none.
   */
  async function withdrawn(
    person: StaffId,
    alsoRecovery: boolean,
  ): Promise<{ writes: Write[]; had: { invites?: number } }> {
    const { open, expired } = await openInvites(store);
    const theirs = [...open].filter(
      ([, { by, terms }]) =>
        by === person || (alsoRecovery && terms.kind === 'recovery' && terms.staff === person),
    );
    const writes = dropped([...expired, ...theirs.map(([id]) => id)]);
    return { writes, had: theirs.length === 0 ? {} : { invites: theirs.length } };
  }

  return {
    async people() {
      const [all, passkeys] = await Promise.all([
        allStaff(store),
        redis.hGetAll(keyIn(store, 'passkeys')),
      ]);
      return [...all]
        .map(([id, staff]) => {
          const list = z.parse(StoredPasskeys, JSON.parse(passkeys[id] ?? '[]'));
          return personOf(id, staff, list.length);
        })
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .toSorted((a, b) => a.joinedAt - b.joinedAt);
    },
    async person(id) {
      const [staff, passkeys] = await Promise.all([staffOf(store, id), passkeysOf(store, id)]);
      return staff === null ? null : personOf(id, staff, passkeys.length);
    },
    async hasStaff() {
      return (await redis.hLen(keyIn(store, 'staff'))) > 0;
    },
    addStaff: (_by, profile) =>
      commit(async (at) => {
        const id = z.parse(StaffId, ids.id());
        const staff = newcomer(profile, at);
        return {
          result: id,
          writes: [putStaff(id, staff)],
          entry: {
            ...{ by: null, what: 'staff.joined', about: knownAs(id, staff) },
            ...{ before: null, after: profileOf(staff) },
          },
        };
      }),
    changeStaff: (by, id, changes) =>
      commit<Outcome<{ person: Person }>>(async () => {
        const staff = await staffOf(store, id);
        const isOwn = by === id && z.safeParse(ProfileChanges, changes).success;
        const actor = isOwn && staff !== null ? knownAs(id, staff) : await actorOf(store, by);
        if (actor === undefined) return unchanged(refused('unauthorized'));
        if (staff === null) return unchanged(refused('not_found'));
        const { length: passkeys } = await passkeysOf(store, id);
        const asked = Object.entries(changes).filter(([, value]) => value !== undefined);
        const wanted = z.parse(Profile, { ...profileOf(staff), ...Object.fromEntries(asked) });
        const profile = { ...wanted, roles: inOrder(wanted.roles) };
        const changed = difference(profileOf(staff), profile);
        if (changed === null) return unchanged({ ok: true, person: personOf(id, staff, passkeys) });
        const leaves = isAdmin(staff) && !isAdmin(profile);
        if (leaves && (await isLastAdmin(id))) return unchanged(refused('wrong_state'));
        // A change of rights ends all sign-ins of the person (rule S2).
        const ends = 'roles' in changed.after || 'trained' in changed.after;
        const next = {
          ...{ ...staff, ...profile, revision: staff.revision + 1 },
          signIns: staff.signIns + (ends ? 1 : 0),
        };
        const { writes, had } = leaves ? await withdrawn(id, false) : { writes: [], had: {} };
        return {
          result: { ok: true, person: personOf(id, next, passkeys) },
          writes: [putStaff(id, next), ...writes],
          entry: {
            ...{ by: actor, what: 'staff.changed', about: knownAs(id, next) },
            before: { ...changed.before, ...had },
            after: { ...changed.after, ...('invites' in had && { invites: 0 }) },
          },
        };
      }),
    revoke: (by, id) =>
      commit<Outcome<object>>(async () => {
        const [staff, actor] = await Promise.all([staffOf(store, id), actorOf(store, by)]);
        if (actor === undefined) return unchanged(refused('unauthorized'));
        if (staff === null) return unchanged(refused('not_found'));
        if (await isLastAdmin(id)) return unchanged(refused('wrong_state'));
        const { writes, had } = await withdrawn(id, true);
        return {
          result: { ok: true },
          writes: [
            ['HDEL', 'staff', id],
            ['HDEL', 'passkeys', id],
            ['DEL', `sessions:${id}`],
            ...writes,
          ],
          entry: {
            ...{ by: actor, what: 'staff.revoked', about: knownAs(id, staff) },
            ...{ before: { ...profileOf(staff), ...had }, after: null },
          },
        };
      }),
  };
}
