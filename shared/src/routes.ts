/** Every HTTP route except pages and health: its input and its answer. `access.ts` states who may use it. */
import * as z from 'zod/mini';
import { FeedbackRequest, LeaveRequest, SignedIn } from './http.ts';
import { Help, HelpQuery } from './help.ts';
import { InviteToken, Digest, StaffId } from './ids.ts';
import { LeavesKnown } from './leaving.ts';
import type { RequestBucket } from './limits.ts';
import { Intake } from './models.ts';
import {
  AuditEntry,
  AuditFilter,
  CredentialId,
  Device,
  InviteNote,
  InviteTerms,
  JoinTerms,
  NewAlias,
  OpenInvite,
  Passkey,
  Person,
  ProfileChanges,
  SignInShown,
  StaffChanges,
} from './staff.ts';
import { Statistics, Today } from './statistics.ts';

interface Route {
  /** Requested by a page without its user: does not count as use of a staff session (rule S2). */
  readonly unattended?: true;
  /** The bucket that counts it besides `all` (rule R1). */
  readonly bucket?: RequestBucket;
  /** Large answers, which are limited by person as well (rule R1). */
  readonly isLarge?: true;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  /** Absent: the answer is 204, or not JSON. */
  readonly answer?: z.ZodMiniType;
}

/** Options for `navigator.credentials`, as JSON (WebAuthn Level 3, 5.1.8 and 5.1.9). Only the browser reads them. */
const CredentialOptions = z.looseObject({ challenge: z.string() });
const binary = z.string().check(z.regex(/^[A-Za-z0-9_-]*$/), z.maxLength(8_192));
const credential = { id: CredentialId, rawId: CredentialId, type: z.literal('public-key') };
const more = {
  clientExtensionResults: z.record(z.string(), z.unknown()),
  authenticatorAttachment: z.optional(z.nullable(z.string())),
};
/** A browser's answer with a new passkey: RegistrationResponseJSON of WebAuthn Level 3. */
export const NewCredential = z.strictObject({
  ...credential,
  ...more,
  response: z.looseObject({
    clientDataJSON: binary,
    attestationObject: binary,
    transports: z.optional(z.array(z.string().check(z.maxLength(20))).check(z.maxLength(10))),
  }),
});
export type NewCredential = z.infer<typeof NewCredential>;
/** A browser's answer with an existing passkey: AuthenticationResponseJSON of WebAuthn Level 3. */
export const UsedCredential = z.strictObject({
  ...credential,
  ...more,
  response: z.looseObject({
    clientDataJSON: binary,
    authenticatorData: binary,
    signature: binary,
    /** The id of the person. It is present because all passkeys are discoverable. */
    userHandle: z.optional(z.nullable(z.string())),
  }),
});
export type UsedCredential = z.infer<typeof UsedCredential>;

const invite = { invite: InviteToken };
/** With `join` terms, the name that seekers see. With `recovery` terms, the name stays unchanged. */
const alias = z.optional(NewAlias);
const NewInvite = z.strictObject({ invite: InviteToken, expiresAt: z.int() });

/**
 * Every route that changes something is a POST. An `options` route sets the cookie of the ceremony that its answer
 * belongs to.
 */
export const ROUTES = {
  /** The state of intake (rule I1). */
  'GET /api/intake': { answer: Intake },
  /** Self-help in the language of the page, or in the nearest one available (rule U7). */
  'GET /api/help': { query: HelpQuery, answer: Help },
  /** A seeker's page is left or closes (rules Q6, U3). */
  'POST /api/leave': { bucket: 'leave', body: LeaveRequest },

  /** A seeker's feedback after a conversation (rule T6). */
  'POST /api/feedback': { bucket: 'feedback', body: FeedbackRequest },

  /** The terms of an open invite. */
  'POST /api/staff/invite': {
    bucket: 'enter',
    body: z.strictObject(invite),
    answer: z.strictObject({ terms: InviteTerms }),
  },
  'POST /api/staff/join/options': {
    bucket: 'enter',
    body: z.strictObject({ ...invite, alias }),
    answer: CredentialOptions,
  },
  /** Uses an invite, and signs in. */
  'POST /api/staff/join': {
    bucket: 'enter',
    body: z.strictObject({ ...invite, alias, device: Device, credential: NewCredential }),
    answer: SignedIn,
  },
  'POST /api/staff/sign-in/options': {
    bucket: 'enter',
    body: z.strictObject({}),
    answer: CredentialOptions,
  },
  'POST /api/staff/sign-in': {
    bucket: 'enter',
    body: z.strictObject({ device: Device, credential: UsedCredential }),
    answer: SignedIn,
  },
  'POST /api/staff/sign-out': { body: z.strictObject({}) },

  'GET /api/staff/me': { answer: SignedIn },
  'POST /api/staff/profile': { body: ProfileChanges, answer: SignedIn },
  'GET /api/staff/passkeys': { answer: z.strictObject({ passkeys: z.array(Passkey) }) },
  'POST /api/staff/passkeys/options': { body: z.strictObject({}), answer: CredentialOptions },
  'POST /api/staff/passkeys/add': {
    body: z.strictObject({ name: Device, credential: NewCredential }),
    answer: z.strictObject({ passkeys: z.array(Passkey) }),
  },
  'POST /api/staff/passkeys/rename': {
    body: z.strictObject({ id: CredentialId, name: Device }),
    answer: z.strictObject({ passkeys: z.array(Passkey) }),
  },
  /** The last passkey cannot be removed: `wrong_state`. */
  'POST /api/staff/passkeys/remove': {
    body: z.strictObject({ id: CredentialId }),
    answer: z.strictObject({ passkeys: z.array(Passkey) }),
  },
  'GET /api/staff/sessions': { answer: z.strictObject({ sessions: z.array(SignInShown) }) },
  /** Ends one session by its id, or all except the one of this request. */
  'POST /api/staff/sessions/end': {
    body: z.strictObject({ id: z.union([Digest, z.literal('others')]) }),
    answer: z.strictObject({ sessions: z.array(SignInShown) }),
  },

  /**
   * Keeps a person on duty while a page of theirs without a socket is open, and returns whether they are on duty (rule
   * I2). `leaves`: what waiting seekers would lose if this person went off duty now, and how many wait (rule O9).
   */
  'POST /api/admin/duty': {
    unattended: true,
    body: z.strictObject({}),
    answer: z.strictObject({ onDuty: z.boolean(), leaves: LeavesKnown }),
  },
  'GET /api/admin/staff': {
    answer: z.strictObject({ people: z.array(Person), invites: z.array(OpenInvite) }),
  },
  /** `wrong_state` if no admin would be left. */
  'POST /api/admin/staff/change': {
    body: z.strictObject({ id: StaffId, changes: StaffChanges }),
    answer: z.strictObject({ person: Person }),
  },
  /** Ends all sessions and sockets of the person within 2 s (rule S4). `wrong_state` if no admin would be left. */
  'POST /api/admin/staff/revoke': { body: z.strictObject({ id: StaffId }) },
  /** Makes an invite. This answer is the only one that contains its token. */
  'POST /api/admin/invites': {
    body: z.strictObject({ ...JoinTerms.shape, note: z.optional(InviteNote) }),
    answer: NewInvite,
  },
  'POST /api/admin/invites/recover': { body: z.strictObject({ id: StaffId }), answer: NewInvite },
  'POST /api/admin/invites/withdraw': { body: z.strictObject({ id: Digest }) },
  /** Comments of seekers after conversations: only whole batches, in random order (rule T6). */
  'GET /api/admin/comments': { answer: z.strictObject({ comments: z.array(z.string()) }) },
  /** Figures that disclosure control has released (rules T3, T4). */
  'GET /api/admin/statistics': { isLarge: true, answer: Statistics },
  'GET /api/admin/statistics/today': { unattended: true, answer: Today },
  /** One page of entries, newest first. */
  'GET /api/admin/audit': {
    query: AuditFilter,
    answer: z.strictObject({ entries: z.array(AuditEntry), more: z.boolean() }),
  },
  /** All entries that match the filter, as a file. */
  'GET /api/admin/audit.csv': { query: AuditFilter },
} as const satisfies Readonly<Record<string, Route>>;

export type Routes = typeof ROUTES;
export type RouteName = keyof Routes;
type Part<Name extends RouteName, Key extends keyof Route> = Routes[Name] extends {
  readonly [K in Key]: infer Schema extends z.ZodMiniType;
}
  ? z.infer<Schema>
  : undefined;
export type BodyOf<Name extends RouteName> = Part<Name, 'body'>;
export type QueryOf<Name extends RouteName> = Part<Name, 'query'>;
export type AnswerOf<Name extends RouteName> = Part<Name, 'answer'>;
