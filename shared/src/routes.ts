/** Every HTTP route beside pages and health: what it takes and what it answers. Who may ask is in `access.ts`. */
import * as z from 'zod/mini';
import { FeedbackRequest, LeaveRequest, SignedIn } from './http.ts';
import { Help, HelpQuery } from './help.ts';
import { InviteToken, Digest, StaffId } from './ids.ts';
import { Leaves } from './leaving.ts';
import type { RequestBucket } from './limits.ts';
import { Intake } from './models.ts';
import {
  AuditEntry,
  AuditFilter,
  CredentialId,
  Device,
  InviteNote,
  InviteTerms,
  NewAlias,
  OpenInvite,
  Passkey,
  Person,
  ProfileChanges,
  SignInShown,
  StaffChanges,
} from './staff.ts';

interface Route {
  /** Asked by a page on its own: no use of a sign-in (rule S2). */
  readonly unattended?: true;
  /** What counts it besides `all` (rule R1). */
  readonly bucket?: RequestBucket;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  /** Absent: 204, or what is no JSON. */
  readonly answer?: z.ZodMiniType;
}

/** What `navigator.credentials` is asked, as JSON (WebAuthn Level 3, 5.1.8 and 5.1.9). Read by the browser alone. */
const CredentialOptions = z.looseObject({ challenge: z.string() });
const binary = z.string().check(z.regex(/^[A-Za-z0-9_-]*$/), z.maxLength(8_192));
const credential = { id: CredentialId, rawId: CredentialId, type: z.literal('public-key') };
const more = {
  clientExtensionResults: z.record(z.string(), z.unknown()),
  authenticatorAttachment: z.optional(z.nullable(z.string())),
};
/** What a browser answers with a new passkey: RegistrationResponseJSON of WebAuthn Level 3. */
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
/** What a browser answers with a passkey that it has: AuthenticationResponseJSON of WebAuthn Level 3. */
export const UsedCredential = z.strictObject({
  ...credential,
  ...more,
  response: z.looseObject({
    clientDataJSON: binary,
    authenticatorData: binary,
    signature: binary,
    /** The id of the person: every passkey here is discoverable. */
    userHandle: z.optional(z.nullable(z.string())),
  }),
});
export type UsedCredential = z.infer<typeof UsedCredential>;

const invite = { invite: InviteToken };
/** With `join` terms the name that seekers see; with `recovery` terms it stays as it was. */
const alias = z.optional(NewAlias);
const NewInvite = z.strictObject({ invite: InviteToken, expiresAt: z.int() });

/** Whatever changes something is a POST; its options set the cookie of the ceremony that the answer belongs to. */
export const ROUTES = {
  /** Whether new tickets are accepted (rule I1). */
  'GET /api/intake': { answer: Intake },
  /** Self-help in the language of the page, or the nearest there is (rule U7). */
  'GET /api/help': { query: HelpQuery, answer: Help },
  /** A seeker's page goes away (rules Q6, U3). */
  'POST /api/leave': { bucket: 'leave', body: LeaveRequest },

  /** How a seeker is after a conversation (rule T6). */
  'POST /api/feedback': { bucket: 'feedback', body: FeedbackRequest },

  /** What an invite is for, while it is open. */
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
  /** Uses an invite up, and signs in. */
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
  /** The last one stays: `wrong_state`. */
  'POST /api/staff/passkeys/remove': {
    body: z.strictObject({ id: CredentialId }),
    answer: z.strictObject({ passkeys: z.array(Passkey) }),
  },
  'GET /api/staff/sessions': { answer: z.strictObject({ sessions: z.array(SignInShown) }) },
  /** One by its id, or all but the one that asks. */
  'POST /api/staff/sessions/end': {
    body: z.strictObject({ id: z.union([Digest, z.literal('others')]) }),
    answer: z.strictObject({ sessions: z.array(SignInShown) }),
  },

  /**
   * Keeps a person on duty while a page of theirs is open that holds no connection, and says whether they are (rule I2).
   * `leaves`: what those who wait would miss if this person went now, and how many they are (rule O9).
   */
  'POST /api/admin/duty': {
    unattended: true,
    body: z.strictObject({}),
    answer: z.strictObject({ onDuty: z.boolean(), leaves: z.nullable(Leaves) }),
  },
  'GET /api/admin/staff': {
    answer: z.strictObject({ people: z.array(Person), invites: z.array(OpenInvite) }),
  },
  /** `wrong_state` where nobody would be left who is an admin. */
  'POST /api/admin/staff/change': {
    body: z.strictObject({ id: StaffId, changes: StaffChanges }),
    answer: z.strictObject({ person: Person }),
  },
  /** Ends everything the person has here within 2 s (rule S4); `wrong_state` as above. */
  'POST /api/admin/staff/revoke': { body: z.strictObject({ id: StaffId }) },
  /** The one time that the token is told. */
  'POST /api/admin/invites': {
    body: z.strictObject({ ...InviteTerms.def.options[0].shape, note: z.optional(InviteNote) }),
    answer: NewInvite,
  },
  'POST /api/admin/invites/recover': { body: z.strictObject({ id: StaffId }), answer: NewInvite },
  'POST /api/admin/invites/withdraw': { body: z.strictObject({ id: Digest }) },
  /** What people wrote after conversations: whole batches alone, in random order (rule T6). */
  'GET /api/admin/comments': { answer: z.strictObject({ comments: z.array(z.string()) }) },
  /** A page of entries, newest first. */
  'GET /api/admin/audit': {
    query: AuditFilter,
    answer: z.strictObject({ entries: z.array(AuditEntry), more: z.boolean() }),
  },
  /** All entries that fit, as a file. */
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
