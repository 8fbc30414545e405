/**
 * The HTTP routes except pages and files. Inputs, answers and refusals come from the contract; the descriptions are
 * here.
 */
import { ACCESS, type Access } from '@terskel/shared/access';
import type { ErrorCode } from '@terskel/shared/errors';
import { statusOf } from '@terskel/shared/http';
import { type JsonSchema, refTo, schemaOf } from '@terskel/shared/json-schema';
import { ROUTES, type RouteName } from '@terskel/shared/routes';

interface Answer {
  readonly schema?: JsonSchema;
  readonly codes?: readonly ErrorCode[];
}
interface Documented {
  readonly route: string;
  readonly description: string;
  readonly access: Access;
  readonly bucket?: string;
  readonly query?: JsonSchema;
  readonly takes?: JsonSchema;
  /** By HTTP status. */
  readonly answers: Readonly<Record<number, Answer>>;
}
type Schema = Parameters<typeof schemaOf>[0];
interface Route {
  readonly bucket?: string;
  readonly query?: Schema;
  readonly body?: Schema;
  readonly answer?: Schema;
}

/** For each route its description, and the error codes that not all routes share. */
const TEXTS: Readonly<Record<RouteName, readonly [text: string, ...codes: ErrorCode[]]>> = {
  'GET /api/intake': ['The state of intake. Cacheable for 5 s.'],
  'GET /api/help': [
    'Self-help: articles as plain data, and places, in the language of the page or the nearest one available. Cacheable for a minute.',
  ],
  'POST /api/leave': [
    'A seeker leaves. `exit` ends ticket or conversation at once and leaves nothing; `end` ends it for a page that stays open; `closing` shortens how long a place in line is kept. The answer does not reveal whether the token was known.',
  ],
  'POST /api/feedback': [
    'A seeker’s feedback after a conversation, once, within ten minutes. The same feedback again gets the same answer. Nothing links it to the conversation.',
    ...(['not_found', 'wrong_state'] as const),
  ],
  'POST /api/staff/invite': ['The terms of an open invite.', 'not_found'],
  'POST /api/staff/join/options': [
    'Begins the ceremony that makes the first passkey: PublicKeyCredentialCreationOptionsJSON, and the cookie of the ceremony.',
    'not_found',
  ],
  'POST /api/staff/join': [
    'Uses an invite and signs in: the answer sets the cookie of a staff session. Refused if the ceremony has ended or its answer is not valid; a new ceremony may begin.',
    ...(['not_found', 'wrong_state'] as const),
  ],
  'POST /api/staff/sign-in/options': [
    'Begins the ceremony that signs in: PublicKeyCredentialRequestOptionsJSON for any passkey of the browser, and the cookie of the ceremony.',
  ],
  'POST /api/staff/sign-in': [
    'Signs in by a passkey: the answer sets the cookie of a staff session. All failures get the same refusal.',
    'unauthorized',
  ],
  'POST /api/staff/sign-out': ['Ends the staff session and clears its cookie.'],
  'POST /api/admin/duty': [
    'Keeps a person without a connection on duty. The open admin page sends it every 30 s. Returns whether the person is on duty. Does not count as use of the session.',
  ],
  'GET /api/staff/me': ['The staff member of the session in the cookie.'],
  'POST /api/staff/profile': ['Changes the own profile.', 'wrong_state'],
  'GET /api/staff/passkeys': ['The own passkeys.'],
  'POST /api/staff/passkeys/options': [
    'Begins the ceremony that makes another passkey, within this session.',
  ],
  'POST /api/staff/passkeys/add': [
    'Adds the new passkey. Refused if the ceremony has ended, its answer is not valid, or the person has the maximum number of passkeys.',
    'wrong_state',
  ],
  'POST /api/staff/passkeys/rename': ['Renames an own passkey.', 'not_found'],
  'POST /api/staff/passkeys/remove': [
    'Removes an own passkey. The last one cannot be removed.',
    ...(['not_found', 'wrong_state'] as const),
  ],
  'GET /api/staff/sessions': ['The own sessions.'],
  'POST /api/staff/sessions/end': ['Ends another own session, or all others.', 'not_found'],
  'GET /api/admin/staff': ['All staff members and all open invites.'],
  'POST /api/admin/staff/change': [
    'Changes a staff member. A change of roles or of `trained` ends their sessions. Refused if no admin would be left.',
    ...(['not_found', 'wrong_state'] as const),
  ],
  'POST /api/admin/staff/revoke': [
    'Revokes a staff member: all their connections end within 2 s. Refused if no admin would be left.',
    ...(['not_found', 'wrong_state'] as const),
  ],
  'POST /api/admin/invites': ['Makes an invite. Only this answer contains its token.'],
  'POST /api/admin/invites/recover': [
    'Makes an invite that gives an existing staff member a new passkey in place of all others.',
    'not_found',
  ],
  'POST /api/admin/invites/withdraw': ['Withdraws an invite.', 'not_found'],
  'GET /api/admin/comments': [
    'Comments of seekers after conversations: only whole batches of at least five, in random order.',
  ],
  'GET /api/admin/statistics': ['Figures that disclosure control has released (rules T3, T4).'],
  'GET /api/admin/statistics/today': [
    'Counts since the local midnight, rounded down to multiples of 5.',
  ],
  'GET /api/admin/audit': ['One page of the audit log, newest first.'],
  'GET /api/admin/audit.csv': [
    'All entries of the audit log that match the filter, as a file for spreadsheets (RFC 4180).',
  ],
};

function answersOf(name: RouteName, { query, body, answer }: Route): Documented['answers'] {
  const access: Access = ACCESS.http[name];
  const [, ...codes] = TEXTS[name];
  const refusals = new Set<ErrorCode>(codes);
  if (query !== undefined || body !== undefined) refusals.add('invalid_payload');
  if (access !== 'anyone') refusals.add('unauthorized');
  if (typeof access === 'object' || name.startsWith('POST')) refusals.add('forbidden');
  refusals.add('rate_limited').add('unavailable');
  const isFile = name.endsWith('.csv');
  const schema = { $ref: refTo('Refusal') };
  return {
    ...(answer === undefined
      ? { [isFile ? 200 : 204]: {} }
      : { 200: { schema: schemaOf(answer) } }),
    ...Object.fromEntries([...refusals].map((code) => [statusOf(code), { schema, codes: [code] }])),
    // The body is too long.
    ...(body !== undefined && { 413: { schema, codes: ['invalid_payload'] } }),
  };
}

function documentedRoute([name, route]: readonly [RouteName, Route]): Documented {
  return {
    route: name,
    description: TEXTS[name][0],
    access: ACCESS.http[name],
    ...(route.bucket !== undefined && { bucket: route.bucket }),
    ...(route.query !== undefined && { query: schemaOf(route.query) }),
    ...(route.body !== undefined && { takes: schemaOf(route.body) }),
    answers: answersOf(name, route),
  };
}

/** Tests compare these with the routes of the server. */
export const http: readonly Documented[] = [
  ...(Object.entries(ROUTES) as [RouteName, Route][]).map(documentedRoute),
  {
    ...{ route: 'GET /healthz', description: 'Whether the process runs.', access: 'anyone' },
    answers: { 200: {} },
  },
  {
    ...{ route: 'GET /readyz', description: 'Whether this node takes new work.', access: 'anyone' },
    answers: { 200: {}, 503: {} },
  },
];
