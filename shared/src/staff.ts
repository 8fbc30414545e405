/** The objects of the staff routes: people, invites, passkeys, sessions and the audit log. Nothing about seekers. */
import * as z from 'zod/mini';
import { Digest, StaffId } from './ids.ts';
import { CAPACITY_MAX, INVITE_NOTE_MAX_CHARS, NAME_MAX_CHARS } from './limits.ts';
import { Alias, Language, Role, Staff, Topic } from './models.ts';

const at = z.int().check(z.nonnegative());
const count = z.int().check(z.nonnegative());

/**
 * A legible name: one line with at least one visible character. It has no invisible characters except U+FE0F (which
 * selects the coloured form of an emoji), no direction controls, and no three combining marks in a row (rule R3).
 */
const legible = z.regex(
  /^(?=.*[\p{L}\p{N}\p{P}\p{S}])(?!.*\p{M}{3})(?:[^\p{C}\p{Zl}\p{Zp}\p{DI}\u2800]|\uFE0F)+$/u,
);
/** An alias that can be chosen now. Existing ones are accepted as they are. */
export const NewAlias = Alias.check(legible);
/** The name of a passkey or of a device. */
const Name = z.string().check(z.trim(), z.minLength(1), z.maxLength(NAME_MAX_CHARS));
/**
 * A device in words for its owner, such as `Firefox, Windows`, made by the page. Existing ones are accepted as they
 * are.
 */
export const Device = Name.check(legible);

/** A set of roles. A leader is also a volunteer, the one responsible for the shift. */
const Roles = z.array(Role).check(
  z.minLength(1),
  z.maxLength(Role.options.length),
  z.refine((roles) => new Set(roles).size === roles.length),
);
const Languages = z.array(Language).check(z.minLength(1), z.maxLength(Language.options.length));
const Topics = z.array(Topic).check(z.maxLength(Topic.options.length));

/** Changes that staff members may make to their own profile. An absent field stays unchanged. */
export const ProfileChanges = z.strictObject({
  alias: z.optional(NewAlias),
  languages: z.optional(Languages),
  topics: z.optional(Topics),
});
export type ProfileChanges = z.infer<typeof ProfileChanges>;
/**
 * Changes that an admin may make to any profile. A change of roles or of `trained` ends the person's sessions (rule
 * S2).
 */
export const StaffChanges = z.strictObject({
  ...ProfileChanges.shape,
  roles: z.optional(Roles),
  trained: z.optional(z.boolean()),
  capacity: z.optional(z.int().check(z.minimum(1), z.maximum(CAPACITY_MAX))),
});
export type StaffChanges = z.infer<typeof StaffChanges>;

/** A staff member as admins see them. Times are ms since the epoch, rounded to the hour or more coarsely. */
export const Person = z.strictObject({
  ...Staff.shape,
  joinedAt: at,
  /** When the person last signed in with a passkey; null if never. */
  signedInAt: z.nullable(at),
  passkeys: count,
});
export type Person = z.infer<typeof Person>;

/** An invite to join as a new staff member. */
export const JoinTerms = z.strictObject({
  kind: z.literal('join'),
  roles: Roles,
  trained: z.boolean(),
});
/** What an invite grants: joining as a new staff member, or a new passkey for an existing one (rule S1). */
export const InviteTerms = z.discriminatedUnion('kind', [
  JoinTerms,
  z.strictObject({ kind: z.literal('recovery'), staff: StaffId, alias: Alias }),
]);
export type InviteTerms = z.infer<typeof InviteTerms>;
/** An admin's note on an invite, such as whom it is for. Only admins can read it. */
export const InviteNote = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(INVITE_NOTE_MAX_CHARS), legible);
/** An open invite. `id` grants no access: it is the SHA-256 of its token. */
export const OpenInvite = z.strictObject({
  id: Digest,
  terms: InviteTerms,
  /** The alias of the admin who made it; null: an operator on the machine itself. */
  by: z.nullable(Alias),
  note: z.nullable(InviteNote),
  expiresAt: at,
});
export type OpenInvite = z.infer<typeof OpenInvite>;

/** A credential id in base64url: 16 to 1,023 bytes (WebAuthn, 6.1.1). */
export const CredentialId = z.string().check(z.regex(/^[A-Za-z0-9_-]{16,1364}$/));
/** A passkey as its owner sees it. */
export const Passkey = z.strictObject({
  id: CredentialId,
  name: Name,
  addedAt: at,
  usedAt: z.nullable(at),
  /** It is backed up by an account of the owner and also available on other devices. */
  synced: z.boolean(),
});
export type Passkey = z.infer<typeof Passkey>;

/** One staff session as its owner sees it. `id` grants no access: it is the SHA-256 of its token. */
export const SignInShown = z.strictObject({
  id: Digest,
  /** It is the session of this request. */
  here: z.boolean(),
  device: z.nullable(Name),
  openedAt: at,
});
export type SignInShown = z.infer<typeof SignInShown>;

/** The kinds of audit log entries (rule S5). */
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
/**
 * One entry: who did what to whom, the values before and after, and when (rule S5). `before` and `after` hold only what
 * changed.
 */
export const AuditEntry = z.strictObject({
  number: z.int().check(z.minimum(1)),
  at,
  /** Null: an operator on the machine itself. */
  by: z.nullable(Known),
  what: AuditKind,
  about: z.nullable(Known),
  before: fields,
  after: fields,
});
export type AuditEntry = z.infer<typeof AuditEntry>;
/** Selects entries, newest first. In a query, all fields are strings. `before`: only numbers below this one. */
export const AuditFilter = z.strictObject({
  what: z.optional(AuditKind),
  /** The person who made the change, or whom it is about. */
  staff: z.optional(StaffId),
  /** Times from `from` (included) to `until` (excluded), ms since the epoch. */
  from: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  until: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  before: z.optional(z.coerce.number().check(z.int(), z.minimum(1))),
});
export type AuditFilter = z.infer<typeof AuditFilter>;
