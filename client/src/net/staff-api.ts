/** Client for the staff's HTTP routes. Requests and answers have the types of `shared/src/routes.ts`. */
import { type ErrorCode, Refusal } from '@terskel/shared/errors';
import {
  type AnswerOf,
  type BodyOf,
  type QueryOf,
  ROUTES,
  type RouteName,
} from '@terskel/shared/routes';
import type { Clock } from '../clock.ts';

/** A request to our own origin. */
export type Fetch = (path: string, request: RequestInit) => Promise<Response>;

/** What a route takes: a body, a query, or nothing. */
type Given<Name extends RouteName> =
  BodyOf<Name> extends undefined
    ? QueryOf<Name> extends undefined
      ? []
      : [query: QueryOf<Name>]
    : [body: BodyOf<Name>];
/** `unavailable` also stands for a missing answer; the request may have been executed all the same. */
export interface Refused {
  readonly ok: false;
  readonly code: ErrorCode;
  /** With `rate_limited`. */
  readonly retryAfterMs?: number;
}
export type Reply<Name extends RouteName> =
  | { readonly ok: true; readonly answer: AnswerOf<Name> }
  | Refused;

export interface StaffApi {
  /** Never throws. */
  call<Name extends RouteName>(name: Name, ...given: Given<Name>): Promise<Reply<Name>>;
}

/** Request timeout (ms). The service answers within 2 s; the rest is for slow networks. */
const PATIENCE_MS = 20_000;

export function staffApi(fetch: Fetch, clock: Clock): StaffApi {
  return {
    async call(name, ...[given = {}]: readonly unknown[]) {
      const [method = '', path = ''] = name.split(' ');
      const asks = method === 'GET';
      const giveUp = new AbortController();
      const answered = clock.after(PATIENCE_MS, () => giveUp.abort());
      try {
        const response = await fetch(asks ? path + search(given) : path, {
          method,
          credentials: 'same-origin',
          signal: giveUp.signal,
          ...(!asks && {
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(given),
          }),
        });
        return response.ok ? await read(name, response) : await refusal(response);
      } catch {
        return { ok: false, code: 'unavailable' };
      } finally {
        answered();
      }
    },
  };
}

async function read<Name extends RouteName>(name: Name, response: Response): Promise<Reply<Name>> {
  const route = ROUTES[name];
  if (!('answer' in route)) return { ok: true, answer: undefined as AnswerOf<Name> };
  const parsed = route.answer.safeParse(await response.json());
  // The service may run another version; a reload brings the matching page.
  if (!parsed.success) return { ok: false, code: 'internal' };
  return { ok: true, answer: parsed.data as AnswerOf<Name> };
}

/** An error answer that is not in the contract comes from a proxy in between, and counts as `unavailable`. */
async function refusal(response: Response): Promise<Refused> {
  const parsed = Refusal.safeParse(await response.json().catch(() => null));
  if (!parsed.success) return { ok: false, code: 'unavailable' };
  const { code, retryAfterMs } = parsed.data;
  return { ok: false, code, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

function search(query: unknown): string {
  const given = Object.entries(query as object).filter(([, value]) => value !== undefined);
  if (given.length === 0) return '';
  return `?${String(new URLSearchParams(given.map(([name, value]) => [name, String(value)])))}`;
}
