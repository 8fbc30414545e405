/**
 * Registers all routes under `/api`. Each request passes these steps: rate limit → origin → session and access → body →
 * access again → parse → handler → response. The contract defines the routes, their input and who may use them.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ACCESS, refusalBy, type Access } from '@terskel/shared/access';
import { statusOf } from '@terskel/shared/http';
import {
  BODY_MAX_BYTES,
  CHANGES_OF_PERSON,
  LARGE_ANSWERS_OF_PERSON,
  REQUESTS_OF_PREFIX,
  TIMES,
  type RequestBucket,
} from '@terskel/shared/limits';
import type { Staff } from '@terskel/shared/models';
import {
  ROUTES,
  type AnswerOf,
  type BodyOf,
  type QueryOf,
  type RouteName,
} from '@terskel/shared/routes';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import * as z from 'zod/mini';
import { refused, type Domain, type Refused } from '../domain/ports.ts';
import type { ClientPrefix, Prefix } from './client-prefix.ts';
import type { HostCookies } from './host-cookie.ts';
import { limit, type Pause } from './limit.ts';
import { mayChange } from './origin.ts';

/** Dependencies of the route handlers. */
export interface Edge {
  readonly domain: Domain;
  readonly publicUrl: string;
  readonly cookies: HostCookies;
  readonly digest: (secret: string) => string;
  readonly clientPrefix: ClientPrefix;
  readonly pause: Pause;
}

/** The signed-in staff member and the token of the session. */
export interface Who {
  readonly staff: Staff;
  readonly token: string;
}
type WhoOf<Name extends RouteName> = (typeof ACCESS)['http'][Name] extends 'anyone' ? null : Who;

export interface Asked<Name extends RouteName> {
  readonly body: BodyOf<Name>;
  readonly query: QueryOf<Name>;
  readonly who: WhoOf<Name>;
  /** Address prefix of the client. */
  readonly prefix: Prefix;
  /** Secrets from the browser's cookies, not verified. */
  readonly held: { readonly staff: string | undefined; readonly ceremony: string | undefined };
}

interface Sent {
  readonly ok: true;
  readonly cookies?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}
/** Result of a handler. A route without an answer in the contract sends nothing, or a file in chunks. */
export type Reply<Name extends RouteName> =
  | Refused
  | (Sent &
      (AnswerOf<Name> extends undefined
        ? { readonly file?: AsyncIterable<string> }
        : { readonly answer: AnswerOf<Name> }));

export function answered<T>(answer: T): { readonly ok: true; readonly answer: T } {
  return { ok: true, answer };
}

/** A handler for each of these routes. */
export type Handlers<Names extends RouteName> = {
  readonly [Name in Names]: (asked: Asked<Name>) => Promise<Reply<Name>>;
};

interface AnyRoute {
  readonly unattended?: true;
  readonly isLarge?: true;
  readonly bucket?: Exclude<RequestBucket, 'health' | 'files' | 'all' | 'leaveUnknown'>;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
}
type AnyReply =
  | Refused
  | (Sent & { readonly answer?: unknown; readonly file?: AsyncIterable<string> });
type AnyHandler = (asked: object) => Promise<AnyReply>;

function refuse(response: Response, { code, retryAfterMs }: Refused): void {
  response.status(statusOf(code));
  if (retryAfterMs === undefined) return void response.json({ ok: false, code });
  response
    .set('Retry-After', String(Math.ceil(retryAfterMs / 1_000)))
    .json({ ok: false, code, retryAfterMs });
}

/** The same response for every unknown path, so that it reveals nothing about existing ones. */
export function notFound(_request: Request, response: Response): void {
  response.status(404).type('text/plain').send('Not found');
}

/** This route has its own bucket and does not take from `all`. */
const LEAVE: RouteName = 'POST /api/leave';

function reader(path: string): RequestHandler {
  // Passkey credentials are large.
  if (path.startsWith('/api/staff/'))
    return express.json({ limit: BODY_MAX_BYTES.staff, type: 'application/json' });
  // A beacon's body must be plain text, so that it needs no preflight.
  return express.json({ limit: BODY_MAX_BYTES.others, type: ['application/json', 'text/plain'] });
}

async function send(response: Response, reply: AnyReply): Promise<void> {
  if (!reply.ok) return refuse(response, reply);
  response.set(reply.headers ?? {});
  for (const cookie of reply.cookies ?? []) response.append('Set-Cookie', cookie);
  if (reply.file !== undefined) await pipeline(Readable.from(reply.file), response);
  else if (reply.answer === undefined) response.status(204).end();
  else response.json(reply.answer);
}

export function registerRoutes(app: Express, edge: Edge, handlers: Handlers<RouteName>): void {
  const { domain, cookies } = edge;
  const rate = (bucket: RequestBucket) =>
    limit(edge.clientPrefix, REQUESTS_OF_PREFIX[bucket], edge.pause);
  // One limiter per bucket, shared by all of its routes.
  const rates = {
    all: rate('all'),
    feedback: rate('feedback'),
    enter: rate('enter'),
    leave: rate('leave'),
  };

  const idOf = (locals: Response['locals']) => (locals['who'] as Who | undefined)?.staff.id ?? null;
  /** Limit changes and large answers of a signed-in person, from any address. */
  const changes = limit(
    ({ method }, { locals }) => (method === 'POST' ? idOf(locals) : null),
    ...([CHANGES_OF_PERSON, edge.pause] as const),
  );
  const largeAnswers = limit(
    (_request, { locals }) => idOf(locals),
    ...([LARGE_ANSWERS_OF_PERSON, edge.pause] as const),
  );

  /** Answers `unavailable` if a store hangs (rule F4). A later result of the handler is discarded. */
  const deadline: RequestHandler = (_request, response, next) => {
    const stop = domain.clock.after(TIMES.commandMs, () => {
      // If headers are sent, the response only waits for the client to read it, which may take any time.
      if (!response.headersSent) refuse(response, refused('unavailable'));
    });
    response.once('close', stop);
    next();
  };
  const origin: RequestHandler = ({ method, headers }, response, next) => {
    if (method !== 'POST' || mayChange(headers, edge.publicUrl)) next();
    else refuse(response, refused('forbidden'));
  };
  const access =
    (to: Access, { unattended }: AnyRoute): RequestHandler =>
    async ({ headers }, response, next) => {
      if (to === 'anyone') return next();
      const token = cookies.staff.read(headers.cookie);
      const found =
        token === undefined ? null : await domain.ledger.session(token, unattended && 'looks');
      const refusal = refusalBy(to, found?.staff ?? null);
      if (refusal !== null) return refuse(response, refused(refusal));
      response.locals['who'] = { staff: found?.staff, token };
      next();
    };
  const handle =
    ({ body, query }: AnyRoute, handler: AnyHandler): RequestHandler =>
    async (request, response) => {
      // The body took too long, and the deadline has refused the request. It must not be executed now.
      if (response.headersSent) return;
      const parsed = {
        body: z.safeParse(body ?? z.undefined(), request.body),
        query: query === undefined ? null : z.safeParse(query, { ...request.query }),
      };
      if (!parsed.body.success || parsed.query?.success === false)
        return refuse(response, refused('invalid_payload'));
      const { cookie } = request.headers;
      const reply = await handler({
        body: parsed.body.data,
        query: parsed.query?.data,
        who: (response.locals['who'] as Who | undefined) ?? null,
        prefix: edge.clientPrefix(request),
        held: { staff: cookies.staff.read(cookie), ceremony: cookies.ceremony.read(cookie) },
      });
      if (!reply.ok && reply.code === 'rate_limited') await edge.pause(edge.clientPrefix(request));
      // The deadline may have refused the request in the meantime.
      if (!response.headersSent) await send(response, reply);
    };

  // A page that leaves is not refused because of other requests from its prefix.
  const most: RequestHandler = (request, response, next) => {
    if (`${request.method} ${request.baseUrl}${request.path}` === LEAVE) next();
    else void rates.all(request, response, next);
  };
  app.use('/api', most, deadline);
  for (const [name, route] of Object.entries(ROUTES) as [RouteName, AnyRoute][]) {
    const [method, path] = name.split(' ') as ['GET' | 'POST', string];
    app[method === 'GET' ? 'get' : 'post'](path, [
      ...(route.bucket === undefined ? [] : [rates[route.bucket]]),
      origin,
      access(ACCESS.http[name], route),
      changes,
      ...(route.isLarge === true ? [largeAnswers] : []),
      // Checked again after the body: the staff session may have ended while it was received.
      ...(route.body === undefined ? [] : [reader(path), access(ACCESS.http[name], route)]),
      handle(route, handlers[name] as unknown as AnyHandler),
    ]);
  }
  app.use('/api', notFound);
}
