/** The routes beside pages and files: what they take, answer and refuse comes from the contract, what they are for stands here. */
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
  /** By status. */
  readonly answers: Readonly<Record<number, Answer>>;
}
type Schema = Parameters<typeof schemaOf>[0];
interface Route {
  readonly bucket?: string;
  readonly query?: Schema;
  readonly body?: Schema;
  readonly answer?: Schema;
}

/** What each is for, and how it may refuse besides what all do alike. */
const TEXTS: Readonly<Record<RouteName, readonly [text: string, ...codes: ErrorCode[]]>> = {
  'GET /api/intake': ['Whether new tickets are accepted. Cacheable for 5 s.'],
  'GET /api/help': [
    'Self-help: articles as plain data, and places, in the language of the page or the nearest there is. Cacheable for a minute.',
  ],
  'POST /api/leave': [
    'A seeker leaves. `exit` ends ticket or conversation at once and leaves nothing; `end` does so for a page that stays; `closing` shortens how long a place in line is kept. The answer does not tell whether the token was known.',
  ],
  'POST /api/feedback': [
    'How a seeker is after a conversation, once, within ten minutes. The same answer again is answered alike. Nothing ties it to the conversation.',
    ...(['not_found', 'wrong_state'] as const),
  ],
  'POST /api/staff/invite': ['What an invite is for, while it is open.', 'not_found'],
  'POST /api/staff/join/options': [
    'Begins the ceremony that makes the first passkey: PublicKeyCredentialCreationOptionsJSON, and the cookie of the ceremony.',
    'not_found',
  ],
  'POST /api/staff/join': [
    'Uses an invite up and signs in: the answer sets the cookie of a staff session. Refused if the ceremony is over or proves nothing: it may be begun again.',
    ...(['not_found', 'wrong_state'] as const),
  ],
  'POST /api/staff/sign-in/options': [
    'Begins the ceremony that signs in: PublicKeyCredentialRequestOptionsJSON for whatever passkey the browser has, and the cookie of the ceremony.',
  ],
  'POST /api/staff/sign-in': [
    'Signs in by a passkey: the answer sets the cookie of a staff session. Whatever is wrong is refused alike.',
    'unauthorized',
  ],
  'POST /api/staff/sign-out': ['Ends the staff session and clears its cookie.'],
  'POST /api/admin/duty': [
    'Keeps a person on duty who has no connection; asked every 30 s by the open admin page. Says whether they are on duty. No use of the sign-in.',
  ],
  'GET /api/staff/me': ['Who is signed in, by the cookie.'],
  'POST /api/staff/profile': ['Changes what people may change of themselves.', 'wrong_state'],
  'GET /api/staff/passkeys': ['The own passkeys.'],
  'POST /api/staff/passkeys/options': [
    'Begins the ceremony that makes one more passkey, within this sign-in.',
  ],
  'POST /api/staff/passkeys/add': [
    'Adds the passkey that was made. Refused if the ceremony is over, proves nothing, or there are as many as may be.',
    'wrong_state',
  ],
  'POST /api/staff/passkeys/rename': ['Gives an own passkey another name.', 'not_found'],
  'POST /api/staff/passkeys/remove': [
    'Takes an own passkey away; the last one stays.',
    ...(['not_found', 'wrong_state'] as const),
  ],
  'GET /api/staff/sessions': ['The own sign-ins.'],
  'POST /api/staff/sessions/end': [
    'Ends another one of the own sign-ins, or all others.',
    'not_found',
  ],
  'GET /api/admin/staff': ['Everybody of the staff, and the invites that are open.'],
  'POST /api/admin/staff/change': [
    'Changes somebody of the staff. New roles, or being trained or not, end their sign-ins. Refused if nobody would be left who is an admin.',
    ...(['not_found', 'wrong_state'] as const),
  ],
  'POST /api/admin/staff/revoke': [
    'Takes somebody off the staff: all their connections end within 2 s. Refused if nobody would be left who is an admin.',
    ...(['not_found', 'wrong_state'] as const),
  ],
  'POST /api/admin/invites': ['Makes an invite. Its token is told here alone.'],
  'POST /api/admin/invites/recover': [
    'Makes an invite that gives somebody known a new passkey in the place of all others.',
    'not_found',
  ],
  'POST /api/admin/invites/withdraw': ['Takes an invite back.', 'not_found'],
  'GET /api/admin/comments': [
    'What seekers wrote to be read after conversations: whole batches of at least five, in random order.',
  ],
  'GET /api/admin/audit': ['The audit log, newest first, a page at a time.'],
  'GET /api/admin/audit.csv': ['The same, all that fits, as a file for spreadsheets (RFC 4180).'],
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
    // A body that is too long.
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

/** Tests compare them with the server's. */
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
