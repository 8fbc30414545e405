/** What following an invite does, in one step: somebody new, or somebody known with a new passkey alone (rule S1). */
import type { StaffId } from '@terskel/shared/ids';
import type { Ledger } from '../../../domain/ledger.ts';
import { refused, type Outcome } from '../../../domain/ports.ts';
import { digest } from '../../digest.ts';
import { keyIn, unchanged, type Commit, type LedgerStore } from '../commit.ts';
import { dropped, openInvites } from './open.ts';
import { isTaken, newStored, putPasskeys } from '../passkeys.ts';
import { knownAs, newcomer, passkeysOf, profileOf, putStaff, staffOf } from '../people.ts';
import { FIRST, NEW_STAFF } from '../records.ts';

export function joining(store: LedgerStore, commit: Commit): Pick<Ledger, 'join'> {
  const { redis } = store;
  return {
    join: (token, { id, alias, passkey }) =>
      commit<Outcome<{ readonly id: StaffId }>>(async (at) => {
        const gone = unchanged(refused('not_found'));
        const { open, expired } = await openInvites(store);
        const invite = open.get(digest(token));
        if (invite === undefined) return gone;
        if (await isTaken(store, passkey.id)) return unchanged(refused('wrong_state'));
        const before = await staffOf(store, id);
        const result = { ok: true as const, id };
        const used = dropped([...expired, digest(token)]);
        const passkeys = putPasskeys(id, [newStored(passkey, at)]);

        if (invite.terms.kind === 'recovery') {
          if (invite.terms.staff !== id || before === null) return gone;
          const had = await passkeysOf(store, id);
          const who = knownAs(id, before);
          return {
            result,
            writes: [...used, passkeys, putStaff(id, { ...before, signIns: before.signIns + 1 })],
            entry: {
              ...{ by: who, what: 'staff.recovered', about: who },
              before: { passkeys: had.length },
              after: { passkeys: 1 },
            },
          };
        }
        const first = invite.terms.kind === 'first';
        const anybody = (await redis.hLen(keyIn(store, 'staff'))) > 0;
        if (before !== null || (first && anybody)) return gone;
        const { roles, trained } = invite.terms.kind === 'first' ? FIRST : invite.terms;
        const usual = { ...NEW_STAFF, languages: [...NEW_STAFF.languages], topics: [] };
        const staff = newcomer({ alias, roles, trained, ...usual }, at);
        const inviter = invite.by === null ? null : await staffOf(store, invite.by);
        const who = knownAs(id, staff);
        return {
          result,
          writes: [...used, passkeys, putStaff(id, staff)],
          entry: {
            ...{ by: who, what: 'staff.joined', about: who, before: null },
            after: { ...profileOf(staff), invitedBy: inviter?.alias ?? null },
          },
        };
      }),
  };
}
