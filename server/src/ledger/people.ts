/** How the parts of the ledger read and write staff records. */
import { StaffId } from '@terskel/shared/ids';
import type { Staff } from '@terskel/shared/models';
import type { AuditEntry } from '@terskel/shared/staff';
import * as z from 'zod/mini';
import type { Actor } from '../domain/ledger.ts';
import { keyIn, type LedgerStore, type Write } from './commit.ts';
import {
  inOrder,
  parsed,
  Profile,
  StoredPasskeys,
  StoredStaff,
  type StoredPasskey,
} from './records.ts';

const HOUR_MS = 3_600_000;
/** Times are rounded down to the hour, so that stored data does not reveal exactly when a person works. */
export const toTheHour = (at: number): number => at - (at % HOUR_MS);

type Known = AuditEntry['about'];
export const knownAs = (id: StaffId, { alias }: { readonly alias: string }): Known => ({
  id,
  alias,
});

/** A staff member's record; null if there is none with this id. */
export async function staffOf(store: LedgerStore, id: StaffId): Promise<StoredStaff | null> {
  return parsed(StoredStaff, await store.redis.hGet(keyIn(store, 'staff'), id));
}

export const isAdmin = ({ roles }: Pick<Staff, 'roles'>): boolean => roles.includes('admin');

/**
 * The acting admin as named in the audit log; null for an operator. Undefined if the person was removed or is no longer
 * an admin.
 */
export async function actorOf(store: LedgerStore, by: Actor): Promise<Known | undefined> {
  if (by === 'operator') return null;
  const staff = await staffOf(store, by);
  return staff === null || !isAdmin(staff) ? undefined : knownAs(by, staff);
}

export async function allStaff(store: LedgerStore): Promise<ReadonlyMap<StaffId, StoredStaff>> {
  const stored = Object.entries(await store.redis.hGetAll(keyIn(store, 'staff')));
  return new Map(
    stored.map(([id, json]) => [
      z.parse(StaffId, id),
      z.parse(StoredStaff, JSON.parse(json) as unknown),
    ]),
  );
}

export const putStaff = (id: StaffId, staff: StoredStaff): Write => [
  'HSET',
  'staff',
  id,
  JSON.stringify(staff),
];

export function newcomer(profile: Profile, at: number): StoredStaff {
  const { roles, ...rest } = z.parse(Profile, profile);
  const shown = { ...rest, roles: inOrder(roles) };
  return { ...shown, joinedAt: toTheHour(at), signedInAt: null, revision: 1, signIns: 1 };
}

export const profileOf = (staff: StoredStaff): Profile => z.parse(Profile, staff);

export const withId = (id: StaffId, staff: StoredStaff): Staff => ({ id, ...profileOf(staff) });

export async function passkeysOf(
  store: LedgerStore,
  id: StaffId,
): Promise<readonly StoredPasskey[]> {
  return parsed(StoredPasskeys, await store.redis.hGet(keyIn(store, 'passkeys'), id)) ?? [];
}
