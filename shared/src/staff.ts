/** What the staff's routes speak of: people, invites, passkeys, sign-ins and the audit log. Nothing of seekers. */
import * as z from 'zod/mini';
import { Digest, StaffId } from './ids.ts';
import { CAPACITY_MAX, INVITE_NOTE_MAX_CHARS, NAME_MAX_CHARS } from './limits.ts';
import { Alias, Language, Role, Staff, Topic } from './models.ts';

const at = z.int().check(z.nonnegative());
const count = z.int().check(z.nonnegative());

/**
 * A name as it is read: on one line and something to be seen, no invisible character (but the one that gives a sign its
 * colours), none that turns a line around, no tower of accents (rule R3).
 */
const legible = z.regex(
  /^(?=.*[\p{L}\p{N}\p{P}\p{S}])(?!.*\p{M}{3})(?:[^\p{C}\p{Zl}\p{Zp}\p{DI}\u2800]|\uFE0F)+$/u,
);
/** An alias that may be chosen now; older ones are taken as they are. */
export const NewAlias = Alias.check(legible);
/** What somebody calls a passkey, or a device goes by. */
const Name = z.string().check(z.trim(), z.minLength(1), z.maxLength(NAME_MAX_CHARS));
/** A device in words for its owner, such as `Firefox, Windows`, made by the page; older ones are taken as they are, too. */
export const Device = Name.check(legible);

/** Roles are a set: a leader is a volunteer too, the one responsible for the shift. */
const Roles = z.array(Role).check(
  z.minLength(1),
  z.maxLength(Role.options.length),
  z.refine((roles) => new Set(roles).size === roles.length),
);
const Languages = z.array(Language).check(z.minLength(1), z.maxLength(Language.options.length));
const Topics = z.array(Topic).check(z.maxLength(Topic.options.length));

/** What people may change of themselves. Absent: as it was. */
export const ProfileChanges = z.strictObject({
  alias: z.optional(NewAlias),
  languages: z.optional(Languages),
  topics: z.optional(Topics),
});
export type ProfileChanges = z.infer<typeof ProfileChanges>;
/** What an admin may change of anybody. New roles, and being trained or no longer, end the person's sign-ins (rule S2). */
export const StaffChanges = z.strictObject({
  ...ProfileChanges.shape,
  roles: z.optional(Roles),
  trained: z.optional(z.boolean()),
  capacity: z.optional(z.int().check(z.minimum(1), z.maximum(CAPACITY_MAX))),
});
export type StaffChanges = z.infer<typeof StaffChanges>;

/** Somebody of the staff as admins see them. Times are ms since the epoch, all to the day's hour or less. */
export const Person = z.strictObject({
  ...Staff.shape,
  joinedAt: at,
  /** By a passkey; null if never. */
  signedInAt: z.nullable(at),
  passkeys: count,
});
export type Person = z.infer<typeof Person>;

/** What an invite makes of whoever follows it: somebody new, or somebody known with a new passkey (rule S1). */
export const InviteTerms = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('join'), roles: Roles, trained: z.boolean() }),
  z.strictObject({ kind: z.literal('recovery'), staff: StaffId, alias: Alias }),
]);
export type InviteTerms = z.infer<typeof InviteTerms>;
/** What an admin writes beside an invite, such as whom it is for. Admins alone read it. */
export const InviteNote = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(INVITE_NOTE_MAX_CHARS), legible);
/** An invite that is still open. `id` opens nothing: it is the SHA-256 of its token. */
export const OpenInvite = z.strictObject({
  id: Digest,
  terms: InviteTerms,
  /** The alias of who made it; null: an operator, on the machine itself. */
  by: z.nullable(Alias),
  note: z.nullable(InviteNote),
  expiresAt: at,
});
export type OpenInvite = z.infer<typeof OpenInvite>;

/** base64url of a credential's id: 16 to 1,023 bytes (WebAuthn, 6.1.1). */
export const CredentialId = z.string().check(z.regex(/^[A-Za-z0-9_-]{16,1364}$/));
/** A passkey as its owner sees it. */
export const Passkey = z.strictObject({
  id: CredentialId,
  name: Name,
  addedAt: at,
  usedAt: z.nullable(at),
  /** It is kept by an account of the owner's and comes to other devices as well. */
  synced: z.boolean(),
});
export type Passkey = z.infer<typeof Passkey>;

/** One sign-in as its owner sees it. `id` opens nothing: it is the SHA-256 of its token. */
export const SignInShown = z.strictObject({
  id: Digest,
  /** It is the one that asks. */
  here: z.boolean(),
  device: z.nullable(Name),
  openedAt: at,
});
export type SignInShown = z.infer<typeof SignInShown>;

/** What can be in the audit log (rule S5). */
export const AuditKind = z.enum([
  'invite.made',
  'invite.withdrawn',
  'staff.joined',
  'staff.recovered',
  'staff.changed',
  'staff.revoked',
  'passkey.added',
  'passkey.renamed',
  'passkey.removed',
  'settings.changed',
  'ledger.restored',
]);
export type AuditKind = z.infer<typeof AuditKind>;
const Known = z.strictObject({ id: StaffId, alias: Alias });
const fields = z.nullable(z.record(z.string(), z.unknown()));
/** One entry: who did what to whom, what was and what is, when (rule S5). `before` and `after` hold what changed alone. */
export const AuditEntry = z.strictObject({
  number: z.int().check(z.minimum(1)),
  at,
  /** Null: an operator, on the machine itself. */
  by: z.nullable(Known),
  what: AuditKind,
  about: z.nullable(Known),
  before: fields,
  after: fields,
});
export type AuditEntry = z.infer<typeof AuditEntry>;
/** Which entries are asked for, newest first. In a query, all are strings. `before`: numbers below this alone. */
export const AuditFilter = z.strictObject({
  what: z.optional(AuditKind),
  /** Who did it, or whom it is about. */
  staff: z.optional(StaffId),
  /** Times from the first up to and without the second, ms since the epoch. */
  from: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  until: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  before: z.optional(z.coerce.number().check(z.int(), z.minimum(1))),
});
export type AuditFilter = z.infer<typeof AuditFilter>;
