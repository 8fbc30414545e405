/**
 * What stands in the ledger. All keys share the root's hash tag, so that one script may change them together.
 *
 *   schema              string  the number of this shape; see `migrations.ts`
 *   lock                string  whose migration is under way
 *   restoring:…                 the same once more, for a moment: what an earlier version backed up, being migrated
 *   head                hash    version: grows with each change · number, hash: of the last entry of the audit log
 *   audit               list    '<hash> <JSON>' of each entry; the index is its number less one
 *   settings            hash    name → JSON, of what the association has set
 *   staff               hash    staff id → JSON of the profile, and what the service knows besides
 *   passkeys            hash    staff id → JSON of the person's passkeys, a list
 *   invites             hash    SHA-256 of the token → JSON of what the invite makes of its holder, by whom, until when
 *   session:<digest>    hash    staff, generation, openedAt, usedAt, device: a sign-in, by the SHA-256 of its token; 12 h
 *   sessions:<staff>    set     the person's sign-ins; some of them may have ended
 *   counters            hash    '<month> …' → how many; what they are is told in `domain/ledger.ts`
 *   seal-keys           hash    number of a day → the key that seals what tabs keep (rule F3), of two days
 *   on-disk             string  written to learn when all before it is on disk; see `on-disk.ts`
 */
import { association } from '@terskel/shared/association';
import { Articles, Places } from '@terskel/shared/help';
import { OpeningHours } from '@terskel/shared/hours';
import { StaffId } from '@terskel/shared/ids';
import { Language, Role, Staff } from '@terskel/shared/models';
import { Passkey } from '@terskel/shared/staff';
import * as z from 'zod/mini';
import type { Settings } from '../../domain/ports.ts';

/** Of all its keys, with the hash tag that they share. */
export const ledgerRoot = (namespace: string): string => `{${namespace}:ledger}`;

const count = z.int().check(z.nonnegative());
const profile = z.omit(Staff, { id: true }).def.shape;

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
/** Those of a later version are left alone. */
export const StoredSettings = z.partial(z.object(settings));
/** What may be set now: nothing that is not known. */
export const NewSettings = z.partial(
  z.strictObject({
    ...settings,
    // A zone by its name: an offset such as `+01:00` knows no summer time, and older browsers know none such.
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
  /** Grows with each change of the profile. */
  revision: count,
  /** The generation of sign-ins that counts: those of earlier ones have ended. */
  signIns: count,
});
export type StoredStaff = z.infer<typeof StoredStaff>;

export const StoredPasskey = z.object({
  ...Passkey.def.shape,
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
  /** Who made it; null: an operator. */
  by: z.nullable(StaffId),
  /** Of who made it, for admins. */
  note: z.optional(z.string()),
  expiresAt: count,
  /** Of one that was used: SHA-256 of the secret of the browser that may use it again, as a recovery, until it expires. */
  browser: z.optional(z.string()),
});
export type StoredInvite = z.infer<typeof StoredInvite>;

/** What a new person starts with; a leader or admin changes it later. */
export const NEW_STAFF = { capacity: 1, languages: ['no', 'en'], topics: [] } as const;
/** The very first person holds every role and counts as trained, to be able to try everything alone (rule S1). */
export const FIRST = { roles: [...Role.options], trained: true };

/** Roles are a set, kept in one order. */
export function inOrder(roles: readonly Role[]): Role[] {
  return Role.options.filter((role) => roles.includes(role));
}

export function parsed<Schema extends z.ZodMiniType>(
  schema: Schema,
  json: string | null | undefined,
): z.infer<Schema> | null {
  return json === null || json === undefined ? null : z.parse(schema, JSON.parse(json));
}
