/** Builds the Express app: health checks, routes of seekers, staff and admins, and pages. */
import { REQUESTS_OF_PREFIX } from '@terskel/shared/limits';
import type { Help, PageLanguage } from '@terskel/shared/help';
import type { Intake } from '@terskel/shared/models';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import { errorCode } from '../domain/error-code.ts';
import { giveFeedback } from '../domain/feedback.ts';
import type { SeekerId } from '../domain/live-store.ts';
import { refused } from '../domain/ports.ts';
import { leave } from '../domain/sessions.ts';
import type { Log } from '../observe/log.ts';
import { adminRoutes } from './admin-routes.ts';
import { counter, limit, slowDown } from './limit.ts';
import { pages } from './pages.ts';
import { answered, notFound, registerRoutes, type Edge, type Handlers } from './api-router.ts';
import { staffRoutes } from './staff-routes.ts';

export interface Routes extends Edge {
  readonly log: Log;
  /** Null while unknown: pages then treat it as closed (rule I1). */
  readonly intake: () => Intake | null;
  readonly help: (language: PageLanguage) => Promise<Help>;
  /** Whether this node accepts new work: its stores answer and it is not stopping. */
  readonly ready: () => Promise<boolean>;
  readonly pages: string;
}

/** Routes of seekers, for use before and after their connection. */
function publicRoutes(
  routes: Routes,
): Handlers<'GET /api/intake' | 'GET /api/help' | 'POST /api/leave' | 'POST /api/feedback'> {
  const unknown = counter(REQUESTS_OF_PREFIX.leaveUnknown);
  return {
    async 'GET /api/intake'() {
      const answer = routes.intake();
      if (answer === null) return refused('unavailable');
      return { ...answered(answer), headers: { 'Cache-Control': 'public, max-age=5' } };
    },
    async 'GET /api/help'({ query: { language } }) {
      const headers = { 'Cache-Control': 'public, max-age=60' };
      return { ...answered(await routes.help(language)), headers };
    },
    async 'POST /api/leave'({ body: { resumeToken, how }, prefix }) {
      const waitMs = await leave(routes.domain, routes.digest(resumeToken) as SeekerId, how, {
        take: () => unknown.take(prefix),
        waitMs: () => unknown.waitMs(prefix),
      });
      return waitMs === 0 ? { ok: true } : refused('rate_limited', waitMs);
    },
    'POST /api/feedback'({ body: { resumeToken, ...answer } }) {
      const { feeling = null, heard = null, comment = null } = answer;
      const proof = routes.digest(
        [resumeToken, JSON.stringify([feeling, heard, comment])].join(' '),
      );
      return giveFeedback(routes.domain, routes.digest(resumeToken) as SeekerId, answer, proof);
    },
  };
}

export function createHttp(routes: Routes): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  // A refused health check would take the node out of a balancer's rotation, so checks are only delayed. A balancer's
  // own checks name no client.
  const checker = (request: Request) =>
    routes.clientPrefix.isProxied(request) && request.headers['x-forwarded-for'] === undefined
      ? null
      : routes.clientPrefix(request);
  app.use(['/healthz', '/readyz'], slowDown(checker, REQUESTS_OF_PREFIX.health, routes.pause));
  app.get('/healthz', (_request, response) => response.type('text/plain').send('ok'));
  /** Concurrent readiness checks share one check of the stores. */
  let asking: Promise<boolean> | null = null;
  app.get('/readyz', async (_request, response) => {
    asking ??= routes.ready().finally(() => {
      asking = null;
    });
    const ready = await asking;
    response
      .status(ready ? 200 : 503)
      .type('text/plain')
      .send(ready ? 'ready' : 'not ready');
  });
  registerRoutes(app, routes, {
    ...publicRoutes(routes),
    ...staffRoutes(routes),
    ...adminRoutes(routes),
  });
  app.use(
    limit(routes.clientPrefix, REQUESTS_OF_PREFIX.files, routes.pause),
    pages({
      folder: routes.pages,
      publicUrl: routes.publicUrl,
      now: () => routes.domain.clock.now(),
      settings: () => routes.domain.settings(),
      intake: routes.intake,
    }),
  );
  app.use(notFound);
  const fault: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    if (response.headersSent) return;
    // Express sets a status for client errors. Other errors are an unavailable store or a bug.
    const status = (error as { status?: number }).status;
    if (status === undefined) routes.log.error('request_failed', { code: errorCode(error) });
    response
      .status(status ?? 503)
      .json({ ok: false, code: status === undefined ? 'unavailable' : 'invalid_payload' });
  };
  app.use(fault);
  return app;
}
