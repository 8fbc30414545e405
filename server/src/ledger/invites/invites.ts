/**
 * Invites: a secret token that adds its holder as a new staff member, or gives an existing one a new passkey, once
 * (rule S1).
 */
import type { StaffId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import type { InviteTerms, OpenInvite } from '@terskel/shared/staff';
import * as z from 'zod/mini';
import type { Ledger, NewInvite } from '../../domain/ledger.ts';
import { refused, type Ids, type Outcome } from '../../domain/ports.ts';
import { digest } from '../../digest.ts';
import { keyIn, unchanged, type Commit, type LedgerStore } from '../commit.ts';
import { dropped, isFor, openInvites } from './open.ts';
import { actorOf, allStaff, knownAs, staffOf } from '../people.ts';
import { FIRST, inOrder, StoredInvite, type StoredStaff } from '../records.ts';

type Part = Pick<Ledger, 'invites' | 'addInvite' | 'withdrawInvite' | 'inviteTerms'>;

export function inviteLedger(store: LedgerStore, commit: Commit, ids: Ids): Part {
  const { redis } = store;

  /** What the invite currently offers its holder; null if it cannot be used. */
  function shown(
    { terms }: StoredInvite,
    person: (id: StaffId) => StoredStaff | null,
    anybody: boolean,
  ): InviteTerms | null {
    switch (terms.kind) {
      case 'join':
        return terms;
      case 'first':
        return anybody ? null : { kind: 'join', ...FIRST };
      case 'recovery': {
        const alias = person(terms.staff)?.alias;
        return alias === undefined ? null : { ...terms, alias };
      }
    }
  }

  return {
    async invites() {
      const [{ open }, people] = await Promise.all([openInvites(store), allStaff(store)]);
      const list: OpenInvite[] = [];
      for (const [id, invite] of open) {
        if (invite.browser !== undefined) continue;
        const terms = shown(invite, (of) => people.get(of) ?? null, people.size > 0);
        const by = invite.by === null ? null : (people.get(invite.by)?.alias ?? null);
        const note = invite.note ?? null;
        if (terms !== null) list.push({ id, terms, by, note, expiresAt: invite.expiresAt });
      }
      return list.toSorted((a, b) => b.expiresAt - a.expiresAt);
    },
    addInvite(by, terms) {
      const token = ids.secret();
      return commit<Outcome<NewInvite>>(async (at) => {
        const actor = await actorOf(store, by);
        if (actor === undefined) return unchanged(refused('unauthorized'));
        const about = terms.kind === 'recovery' ? await staffOf(store, terms.staff) : null;
        if (terms.kind === 'recovery' && about === null) return unchanged(refused('not_found'));
        const { open, expired } = await openInvites(store);
        const replaced = [...open].filter(
          ([, { terms: old }]) =>
            terms.kind === 'recovery' && old.kind === 'recovery' && old.staff === terms.staff,
        );
        const expiresAt = at + TIMES.inviteMs;
        const { note, ...bare } = terms.kind === 'join' ? terms : { ...terms, note: undefined };
        const kept = bare.kind === 'join' ? { ...bare, roles: inOrder(bare.roles) } : bare;
        const invite = {
          ...{ terms: kept, by: by === 'operator' ? null : by, expiresAt },
          ...(note !== undefined && { note }),
        };
        return {
          result: { ok: true, token, expiresAt },
          writes: [
            ...dropped([...expired, ...replaced.map(([id]) => id)]),
            [
              ...(['HSET', 'invites', digest(token)] as const),
              JSON.stringify(z.parse(StoredInvite, invite)),
            ],
          ],
          entry: {
            ...{ by: actor, what: 'invite.made', after: saidOf(invite) },
            before: replaced[0] === undefined ? null : saidOf(replaced[0][1]),
            about: terms.kind === 'recovery' && about !== null ? knownAs(terms.staff, about) : null,
          },
        };
      });
    },
    withdrawInvite: (by, id) =>
      commit<Outcome<object>>(async () => {
        const actor = await actorOf(store, by);
        if (actor === undefined) return unchanged(refused('unauthorized'));
        const { open, expired } = await openInvites(store);
        const invite = open.get(id);
        if (invite === undefined) return unchanged(refused('not_found'));
        const { terms } = invite;
        const about = terms.kind === 'recovery' ? await staffOf(store, terms.staff) : null;
        return {
          result: { ok: true },
          writes: dropped([...expired, id]),
          entry: {
            ...{ by: actor, what: 'invite.withdrawn', before: saidOf(invite), after: null },
            about: terms.kind === 'recovery' && about !== null ? knownAs(terms.staff, about) : null,
          },
        };
      }),
    async inviteTerms(token, browser) {
      const invite = (await openInvites(store)).open.get(digest(token));
      if (invite === undefined || !isFor(invite, browser)) return null;
      const { terms } = invite;
      const person = terms.kind === 'recovery' ? await staffOf(store, terms.staff) : null;
      const anybody = (await redis.hLen(keyIn(store, 'staff'))) > 0;
      return shown(invite, () => person, anybody);
    },
  };
}

/** An invite as recorded in the audit log. */
function saidOf({ terms, expiresAt, note }: StoredInvite): Record<string, unknown> {
  const { kind } = terms;
  if (kind === 'recovery') return { kind, expiresAt };
  const { roles, trained } = kind === 'first' ? FIRST : terms;
  return { kind, roles, trained, expiresAt, ...(note !== undefined && { note }) };
}
