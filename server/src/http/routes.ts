/** The few HTTP routes: health, intake, the beacon of a seeker who leaves, staff sign-in, and the pages. */
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { JoinRequest, LeaveRequest } from '@terskel/shared/http';
import type { ErrorCode } from '@terskel/shared/errors';
import { REQUESTS_OF_PREFIX, TIMES } from '@terskel/shared/limits';
import type { Intake } from '@terskel/shared/models';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type Response,
} from 'express';
import compressedFiles from 'express-static-gzip';
import * as z from 'zod/mini';
import type { SeekerId } from '../domain/live-store.ts';
import type { Domain } from '../domain/ports.ts';
import { leave } from '../domain/sessions.ts';
import type { Log } from '../observe/log.ts';
import type { ClientPrefix } from './client-prefix.ts';
import { limit } from './limit.ts';
import { isSameOrigin } from './origin.ts';
import type { StaffCookie } from './staff-cookie.ts';

export interface Routes {
  readonly domain: Domain;
  readonly log: Log;
  readonly publicUrl: string;
  readonly cookie: StaffCookie;
  readonly digest: (secret: string) => string;
  readonly clientPrefix: ClientPrefix;
  /** Null while it cannot be known: pages then treat it as closed (rule I1). */
  readonly intake: () => Intake | null;
  /** Whether this node takes new work: its stores answer and it isn't stopping. */
  readonly ready: () => Promise<boolean>;
  readonly pages: string;
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  unavailable: 503,
};

function refuse(response: Response, code: ErrorCode): void {
  response.status(STATUS[code] ?? 400).json({ ok: false, code });
}

/** Alike everywhere: what there is cannot be told by what there is not. */
function notFound(_request: Request, response: Response): void {
  response.status(404).type('text/plain').send('Not found');
}

function api(r: Routes): express.Router {
  const router = express.Router();
  const { domain: d, cookie } = r;
  router.use(limit(r.clientPrefix, REQUESTS_OF_PREFIX.all));
  router.use((request, response, next) => {
    if (request.method === 'GET' || isSameOrigin(request.headers, r.publicUrl)) next();
    else refuse(response, 'forbidden');
  });
  // A store that hangs keeps nobody waiting (rule F4); what the handler says later is not heard.
  router.use((_request, response, next) => {
    const stop = d.clock.after(TIMES.commandMs, () => {
      // Answered, and not read: whoever asks on and on and reads nothing may leave answers waiting for as long as they like.
      if (!response.headersSent) refuse(response, 'unavailable');
    });
    response.once('close', stop);
    next();
  });
  // A beacon's body has to come as plain text to be sent without a preflight.
  router.use(express.json({ limit: '2kb', type: ['application/json', 'text/plain'] }));

  router.get('/intake', (_request, response) => {
    const intake = r.intake();
    if (intake === null) refuse(response, 'unavailable');
    else response.set('Cache-Control', 'public, max-age=5').json(intake);
  });

  router.use('/leave', limit(r.clientPrefix, REQUESTS_OF_PREFIX.leave));
  router.post('/leave', async (request, response) => {
    const parsed = z.safeParse(LeaveRequest, request.body);
    if (!parsed.success) return refuse(response, 'invalid_payload');
    const { resumeToken, how } = parsed.data;
    await leave(d, r.digest(resumeToken) as SeekerId, how);
    response.status(204).end();
  });

  const signedIn = async (request: Request) => {
    const token = cookie.read(request.headers.cookie);
    return token === undefined ? null : d.ledger.session(token);
  };
  router.get('/staff/me', async (request, response) => {
    const staff = await signedIn(request);
    if (staff === null) refuse(response, 'unauthorized');
    else response.json({ staff });
  });
  router.use('/staff/join', limit(r.clientPrefix, REQUESTS_OF_PREFIX.join));
  router.post('/staff/join', async (request, response) => {
    const parsed = z.safeParse(JoinRequest, request.body);
    if (!parsed.success) return refuse(response, 'invalid_payload');
    const joined = await d.ledger.join(parsed.data.invite, parsed.data.alias);
    if (joined === null) return refuse(response, 'not_found');
    const staff = await d.ledger.session(joined.session);
    response.set('Set-Cookie', cookie.write(joined.session)).json({ staff });
  });
  router.post('/staff/sign-out', async (request, response) => {
    const token = cookie.read(request.headers.cookie);
    if (token !== undefined) await d.ledger.endSession(token);
    response.set('Set-Cookie', cookie.write(null)).status(204).end();
  });
  router.use(notFound);
  return router;
}

const PAGE_FILES: Readonly<Record<string, string>> = {
  '/': '/index.html',
  '/volunteer': '/volunteer.html',
};

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Pages are asked for anew each time, and no browser keeps one; what they load has its hash in its name and never
 * changes. Each was compressed when it was built.
 */
function pages(folder: string): express.Router {
  const router = express.Router();
  router.use((request, response, next) => {
    // What cannot be decoded would be answered in words of the library.
    if (!isDecodable(request.path)) return notFound(request, response);
    request.url = PAGE_FILES[request.path] ?? request.url;
    next();
  });
  const unchanging = join(folder, 'assets');
  const setHeaders = (response: ServerResponse, path: string) => {
    if (path.startsWith(unchanging))
      response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  };
  const plain = { etag: false, lastModified: false, acceptRanges: false, cacheControl: false };
  const serveStatic = { ...plain, redirect: false, setHeaders };
  const options = { enableBrotli: true, orderPreference: ['br', 'gz'], index: false, serveStatic };
  router.use(compressedFiles(folder, options));
  return router;
}

export function createHttp(r: Routes): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.get('/healthz', (_request, response) => response.type('text/plain').send('ok'));
  /** However many ask at once, the stores are asked once. */
  let asking: Promise<boolean> | null = null;
  app.get('/readyz', async (_request, response) => {
    asking ??= r.ready().finally(() => {
      asking = null;
    });
    const ready = await asking;
    response
      .status(ready ? 200 : 503)
      .type('text/plain')
      .send(ready ? 'ready' : 'not ready');
  });
  app.use('/api', api(r));
  app.use(limit(r.clientPrefix, REQUESTS_OF_PREFIX.files), pages(r.pages));
  app.use(notFound);
  const fault: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    if (response.headersSent) return;
    // Express gives what a client sent wrong a status; the rest is a store away or a fault of ours.
    const status = (error as { status?: number }).status;
    if (status === undefined)
      r.log.error('request_failed', { code: (error as Error).constructor.name });
    response
      .status(status ?? 503)
      .json({ ok: false, code: status === undefined ? 'unavailable' : 'invalid_payload' });
  };
  app.use(fault);
  return app;
}
