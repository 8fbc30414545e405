/** Passkeys of the staff: public keys and their metadata, no secret that could be used to sign in (rule S1). */
import { PASSKEYS_MAX } from '@terskel/shared/limits';
import type { StaffId } from '@terskel/shared/ids';
import type { AuditEntry } from '@terskel/shared/staff';
import * as z from 'zod/mini';
import type { Credential, Ledger, NewPasskey, Opening } from '../domain/ledger.ts';
import { refused, type Outcome } from '../domain/ports.ts';
import {
  keyIn,
  unchanged,
  type Change,
  type Commit,
  type LedgerStore,
  type Write,
} from './commit.ts';
import { openedFor } from './opening.ts';
import { knownAs, passkeysOf, putStaff, staffOf, toTheHour } from './people.ts';
import { StoredPasskeys, type StoredPasskey, type StoredStaff } from './records.ts';

export const putPasskeys = (staff: StaffId, passkeys: readonly StoredPasskey[]): Write => [
  'HSET',
  'passkeys',
  staff,
  JSON.stringify(passkeys),
];

export function newStored(passkey: NewPasskey, at: number): StoredPasskey {
  const { id, publicKey, counter, transports, synced, name } = passkey;
  const used = { addedAt: at, usedAt: null };
  return { id, publicKey, counter, transports: [...transports], synced, name, ...used };
}

/** Whether any staff member already has a passkey with this id (WebAuthn, 7.1, step 26). */
export async function isTaken(store: LedgerStore, id: string): Promise<boolean> {
  const all = await store.redis.hVals(keyIn(store, 'passkeys'));
  return all
    .flatMap((json) => z.parse(StoredPasskeys, JSON.parse(json) as unknown))
    .some((passkey) => passkey.id === id);
}

export type PasskeyUse = (
  staff: StaffId,
  use: { readonly id: string; readonly counter: number; readonly synced: boolean },
  opening: Opening,
) => Promise<boolean>;

/**
 * Records a verified use of a passkey and opens a sign-in. Returns false if the passkey was removed, or its signature
 * counter did not grow.
 */
export function passkeyUse(store: LedgerStore, commit: Commit): PasskeyUse {
  return (staff, { id, counter, synced }, opening) =>
    commit(async (at) => {
      const [person, list] = await Promise.all([staffOf(store, staff), passkeysOf(store, staff)]);
      const known = list.find((passkey) => passkey.id === id);
      if (person === null || known === undefined) return unchanged(false);
      const counts = counter !== 0 || known.counter !== 0;
      if (counts && counter <= known.counter) return unchanged(false);
      const used = { ...known, counter, synced, usedAt: toTheHour(at) };
      return {
        result: true,
        writes: [
          putPasskeys(
            staff,
            list.map((one) => (one === known ? used : one)),
          ),
          putStaff(staff, { ...person, signedInAt: toTheHour(at) }),
          ...openedFor(staff, person, opening, at),
        ],
        entry: null,
      };
    });
}

type Part = Pick<
  Ledger,
  'credential' | 'credentials' | 'passkeys' | 'addPasskey' | 'renamePasskey' | 'removePasskey'
>;

export function passkeyLedger(store: LedgerStore, commit: Commit): Part {
  async function credentials(staff: StaffId): Promise<readonly Credential[]> {
    const list = await passkeysOf(store, staff);
    return list.map(({ id, publicKey, counter, transports, synced }) => {
      return { id, publicKey, counter, transports, synced };
    });
  }

  type Edited = Pick<AuditEntry, 'what' | 'before' | 'after'> & {
    readonly list: readonly StoredPasskey[];
  };
  /** Whether a sign-in belongs to this person and is of the current generation. */
  async function isOf(staff: StaffId, { signIns }: StoredStaff, session: string): Promise<boolean> {
    const key = keyIn(store, 'session', session);
    const [holder, generation] = await store.redis.hmGet(key, ['staff', 'generation']);
    return holder === staff && Number(generation) === signIns;
  }

  /**
   * A change by staff members of their own passkeys. `session`: SHA-256 of the token of a sign-in that must still be
   * valid.
   */
  const edit = (
    staff: StaffId,
    how: (
      list: readonly StoredPasskey[],
      at: number,
    ) => Promise<Edited | Outcome<object>> | Edited | Outcome<object>,
    session?: string,
  ): Promise<Outcome<object>> =>
    commit(async (at): Promise<Change<Outcome<object>>> => {
      const [person, list] = await Promise.all([staffOf(store, staff), passkeysOf(store, staff)]);
      if (person === null) return unchanged(refused('not_found'));
      if (session !== undefined && !(await isOf(staff, person, session)))
        return unchanged(refused('unauthorized'));
      const edited = await how(list, at);
      if ('ok' in edited) return unchanged(edited);
      const { list: next, ...entry } = edited;
      const who = knownAs(staff, person);
      return {
        result: { ok: true },
        writes: [putPasskeys(staff, next)],
        entry: { by: who, about: who, ...entry },
      };
    });

  return {
    async credential(staff, id) {
      return (await credentials(staff)).find((known) => known.id === id) ?? null;
    },
    credentials,
    async passkeys(staff) {
      const list = await passkeysOf(store, staff);
      return list.map(({ id, name, addedAt, usedAt, synced }) => {
        return { id, name, addedAt, usedAt, synced };
      });
    },
    addPasskey: (staff, passkey, session) =>
      edit(
        staff,
        async (list, at) => {
          if (list.length >= PASSKEYS_MAX || (await isTaken(store, passkey.id)))
            return refused('wrong_state');
          const { name, synced } = passkey;
          const added = newStored(passkey, at);
          return {
            list: [...list, added],
            what: 'passkey.added',
            before: null,
            after: { name, synced },
          };
        },
        session,
      ),
    renamePasskey: (staff, id, name) =>
      edit(staff, (list) => {
        const known = list.find((passkey) => passkey.id === id);
        if (known === undefined) return refused('not_found');
        if (known.name === name) return { ok: true };
        return {
          list: list.map((one) => (one === known ? { ...one, name } : one)),
          ...{ what: 'passkey.renamed', before: { name: known.name }, after: { name } },
        };
      }),
    removePasskey: (staff, id) =>
      edit(staff, (list) => {
        const known = list.find((passkey) => passkey.id === id);
        if (known === undefined) return refused('not_found');
        if (list.length === 1) return refused('wrong_state');
        return {
          list: list.filter((one) => one !== known),
          ...{ what: 'passkey.removed', before: { name: known.name }, after: null },
        };
      }),
  };
}
