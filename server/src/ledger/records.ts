/**
 * The data in the ledger. All keys share the root's hash tag, so one script may change several of them together.
 *
 *   schema              string  number of the schema; see `migrations.ts`
 *   lock                string  token of the migration that is in progress
 *   restoring:…                 a temporary ledger, in which a backup of an earlier version is migrated
 *   head                hash    version: grows with each change · number, hash: of the last entry of the audit log
 *   audit               list    '<hash> <JSON>' of each entry; the index is its number less one
 *   settings            hash    name → JSON of each setting that the association has changed
 *   staff               hash    staff id → JSON of the profile and further fields (`StoredStaff`)
 *   passkeys            hash    staff id → JSON of a list of the person's passkeys
 *   invites             hash    SHA-256 of the token → JSON of the invite (`StoredInvite`)
 *   session:<digest>    hash    staff, generation, openedAt, usedAt, device: a sign-in, by the SHA-256 of its token; 12 h
 *   sessions:<staff>    set     the person's sign-ins; some of them may have ended
 *   figures:hours       hash    counts by hour since the epoch; `Figures` in `domain/ledger.ts` explains the names
 *   figures:days        hash    the same by local day
 *   figures:week-hours  hash    the same by weekday of a quarter and local hour
 *   figures:months      hash    the same by month
 *   figures:gaps        hash    hour → '1': counts of it are missing
 *   figures:head        hash    countedTo: the hour up to which batches were added · last: id of the latest one · openFrom: the
 *                               first hour that is not released
 *   figures:release     hash    id, first, last, timeZone; cells, proofs: compressed JSON, base64; absent before the first release
 *   batches             list    '<id> <SHA-256 of the contents>' of the latest batches that were added
 *   seal-keys           hash    number of a day → the key that encrypts resume tickets (rule F3); of two days
 *   on-disk             string  written to find out when all earlier writes are on disk; see `on-disk.ts`
 */
import { association } from '@terskel/shared/association';
import { Articles, Places } from '@terskel/shared/help';
import { OpeningHours } from '@terskel/shared/hours';
import { StaffId } from '@terskel/shared/ids';
import { Language, Role, Staff } from '@terskel/shared/models';
import { Passkey } from '@terskel/shared/staff';
import * as z from 'zod/mini';
import type { Settings } from '../domain/ports.ts';

/** The root of all keys of the ledger, with their shared hash tag. */
export const ledgerRoot = (namespace: string): string => `{${namespace}:ledger}`;

const count = z.int().check(z.nonnegative());
const profile = z.omit(Staff, { id: true }).shape;

const settings = {
  queueLimit: count,
  languages: z.array(Language).check(z.minLength(1)),
  paused: z.boolean(),
  leaderNeeded: z.boolean(),
  openingHours: z.nullable(OpeningHours),
  busyWaitMs: count,
  ticketsPerPrefix: count,
  livePerPrefix: count,
  ticketsPerMinuteBeforeProof: count,
  connectionsPerPrefix: count,
  ...association,
  articles: Articles,
  places: Places,
} satisfies Record<keyof Settings, z.ZodMiniType>;
/** Ignores settings of later versions. */
export const StoredSettings = z.partial(z.object(settings));
/** Settings that may be changed; unknown ones are refused. */
export const NewSettings = z.partial(
  z.strictObject({
    ...settings,
    // Only named time zones: an offset such as `+01:00` has no summer time, and older browsers do not support it.
    openingHours: z.nullable(
      OpeningHours.check(
        z.refine(({ timeZone }) => !/^[+-]/.test(timeZone), { path: ['timeZone'] }),
      ),
    ),
  }),
);
export type NewSettings = z.infer<typeof NewSettings>;

export const Profile = z.object(profile);
export type Profile = z.infer<typeof Profile>;

export const StoredStaff = z.object({
  ...profile,
  joinedAt: count,
  signedInAt: z.nullable(count),
  /** Incremented with each change of the profile. */
  revision: count,
  /** The current generation of sign-ins; those of earlier generations have ended. */
  signIns: count,
});
export type StoredStaff = z.infer<typeof StoredStaff>;

export const StoredPasskey = z.object({
  ...Passkey.shape,
  publicKey: z.string(),
  counter: count,
  transports: z.array(z.string()),
});
export type StoredPasskey = z.infer<typeof StoredPasskey>;
export const StoredPasskeys = z.array(StoredPasskey);

const StoredTerms = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('join'), roles: z.array(Role), trained: z.boolean() }),
  z.object({ kind: z.literal('first') }),
  z.object({ kind: z.literal('recovery'), staff: StaffId }),
]);
export const StoredInvite = z.object({
  terms: StoredTerms,
  /** The admin who made it; null for an operator. */
  by: z.nullable(StaffId),
  /** A note by the admin who made it, for other admins. */
  note: z.optional(z.string()),
  expiresAt: count,
  /**
   * Set once the invite was used: SHA-256 of the secret of the browser that used it. Until `expiresAt`, that browser
   * may use it again as a recovery.
   */
  browser: z.optional(z.string()),
});
export type StoredInvite = z.infer<typeof StoredInvite>;

/** The initial profile of a new staff member; it can be changed later. */
export const NEW_STAFF = { capacity: 1, languages: ['no', 'en'], topics: [] } as const;
/** The first person holds every role and counts as trained, to be able to try everything alone (rule S1). */
export const FIRST = { roles: [...Role.options], trained: true };

/** Sorts roles into a fixed order and removes duplicates. */
export function inOrder(roles: readonly Role[]): Role[] {
  return Role.options.filter((role) => roles.includes(role));
}

/** Parses stored JSON; null if nothing is stored. Throws if it does not fit the schema. */
export function parsed<Schema extends z.ZodMiniType>(
  schema: Schema,
  json: string | null | undefined,
): z.infer<Schema> | null {
  return json === null || json === undefined ? null : z.parse(schema, JSON.parse(json));
}
