/**
 * Uses an invite in one step: it adds a new person, or replaces an existing person's passkeys by a new one (rule S1).
 */
import type { StaffId } from '@terskel/shared/ids';
import type { Ledger } from '../../domain/ledger.ts';
import { refused, type Outcome } from '../../domain/ports.ts';
import { digest } from '../../digest.ts';
import { keyIn, unchanged, type Commit, type LedgerStore, type Write } from '../commit.ts';
import { openedFor } from '../opening.ts';
import { dropped, isFor, openInvites, usedBy } from './open.ts';
import { isTaken, newStored, putPasskeys } from '../passkeys.ts';
import { knownAs, newcomer, passkeysOf, profileOf, putStaff, staffOf } from '../people.ts';
import { FIRST, NEW_STAFF, type StoredStaff } from '../records.ts';

export function joining(store: LedgerStore, commit: Commit): Pick<Ledger, 'join'> {
  const { redis } = store;
  return {
    join: (token, { id, alias, passkey }, by) =>
      commit<Outcome<{ readonly id: StaffId }>>(async (at) => {
        const notFound = unchanged(refused('not_found'));
        const { open, expired } = await openInvites(store);
        const invite = open.get(digest(token));
        if (invite === undefined || !isFor(invite, by?.browser)) return notFound;
        if (await isTaken(store, passkey.id)) return unchanged(refused('wrong_state'));
        const before = await staffOf(store, id);
        const result = { ok: true as const, id };
        const used = [
          ...dropped([...expired, ...(by === undefined ? [digest(token)] : [])]),
          ...(by === undefined ? [] : [usedBy(digest(token), by, invite, id, at)]),
        ];
        /** Writes the person after the change, with only this passkey, and opens a sign-in if `by` is given. */
        const writesFor = (staff: StoredStaff): Write[] => [
          ...used,
          putPasskeys(id, [newStored(passkey, at)]),
          putStaff(id, staff),
          ...(by === undefined ? [] : openedFor(id, staff, by, at)),
        ];

        if (invite.terms.kind === 'recovery') {
          if (invite.terms.staff !== id || before === null) return notFound;
          const had = await passkeysOf(store, id);
          const after = { ...before, signIns: before.signIns + 1 };
          const who = knownAs(id, before);
          return {
            result,
            writes: writesFor(after),
            entry: {
              ...{ by: who, what: 'staff.recovered', about: who },
              before: { passkeys: had.length },
              after: { passkeys: 1 },
            },
          };
        }
        const first = invite.terms.kind === 'first';
        const anybody = (await redis.hLen(keyIn(store, 'staff'))) > 0;
        if (before !== null || (first && anybody)) return notFound;
        const { roles, trained } = invite.terms.kind === 'first' ? FIRST : invite.terms;
        const usual = { ...NEW_STAFF, languages: [...NEW_STAFF.languages], topics: [] };
        const staff = newcomer({ alias, roles, trained, ...usual }, at);
        const inviter = invite.by === null ? null : await staffOf(store, invite.by);
        const who = knownAs(id, staff);
        return {
          result,
          writes: writesFor(staff),
          entry: {
            ...{ by: who, what: 'staff.joined', about: who, before: null },
            after: {
              ...{ ...profileOf(staff), invitedBy: inviter?.alias ?? null },
              ...(invite.note !== undefined && { note: invite.note }),
            },
          },
        };
      }),
  };
}
