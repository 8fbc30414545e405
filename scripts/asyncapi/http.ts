import { refTo } from '@terskel/shared/json-schema';

interface Route {
  readonly route: string;
  readonly description: string;
  readonly takes?: object;
  /** By status. */
  readonly answers: Readonly<
    Record<number, { readonly schema?: object; readonly codes?: readonly string[] }>
  >;
}

const schema = (name: string) => ({ $ref: refTo(name) });
const refused = (...codes: readonly string[]) => ({ schema: schema('Refusal'), codes });
/** Of every route under `/api`: too much from one address prefix. */
const tooMany = { 429: refused('rate_limited') };
/** Of every POST: a body that doesn't fit, another origin, a body that is too long. */
const badRequest = {
  400: refused('invalid_payload'),
  403: refused('forbidden'),
  413: refused('invalid_payload'),
  ...tooMany,
};

/** The routes beside pages and files. Tests compare them with the server's. */
export const http: readonly Route[] = [
  {
    route: 'GET /api/intake',
    description: 'Whether new tickets are accepted. Cacheable for 5 s.',
    answers: { 200: { schema: schema('Intake') }, ...tooMany, 503: refused('unavailable') },
  },
  {
    route: 'POST /api/leave',
    description:
      'A seeker leaves. `exit` ends ticket or conversation at once; `closing` shortens how long a place in line is kept. The answer does not tell whether the token was known.',
    takes: schema('LeaveRequest'),
    answers: { 204: {}, ...badRequest },
  },
  {
    route: 'POST /api/staff/join',
    description: 'Uses an invite up and signs in: the answer sets the cookie of a staff session.',
    takes: schema('JoinRequest'),
    answers: { 200: { schema: schema('SignedIn') }, ...badRequest, 404: refused('not_found') },
  },
  {
    route: 'GET /api/staff/me',
    description: 'Who is signed in, by the cookie.',
    answers: { 200: { schema: schema('SignedIn') }, 401: refused('unauthorized'), ...tooMany },
  },
  {
    route: 'POST /api/staff/sign-out',
    description: 'Ends the staff session and clears its cookie.',
    answers: { 204: {}, ...badRequest },
  },
  {
    route: 'GET /healthz',
    description: 'Whether the process runs.',
    answers: { 200: {} },
  },
  {
    route: 'GET /readyz',
    description: 'Whether this node takes new work.',
    answers: { 200: {}, 503: {} },
  },
];
