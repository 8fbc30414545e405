/** The pages and what they load, as they were built. */
import type { ServerResponse } from 'node:http';
import { join, posix } from 'node:path';
import express, { type RequestHandler } from 'express';
import compressedFiles from 'express-static-gzip';
import { notFound } from './registrar.ts';
import { servedAbout } from './served/about.ts';
import { servedEmbed } from './served/embed.ts';
import { servedPoster } from './served/poster.ts';
import { servedLanding, type ServedOptions } from './served/served.ts';

const PAGE_FILES: Readonly<Record<string, string>> = {
  '/volunteer': '/volunteer.html',
  '/admin': '/admin.html',
  '/demo': '/demo.html',
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
 * changes. Each was compressed when it was built, but the first page, which holds what is set and whether it is open.
 */
export function pages(served: ServedOptions): express.Router {
  const { folder } = served;
  const router = express.Router();
  router.use((request, response, next) => {
    // What cannot be decoded would be answered in words of the library.
    if (!isDecodable(request.path)) return notFound(request, response);
    request.url = PAGE_FILES[request.path] ?? request.url;
    next();
  });
  const landing = servedLanding(served);
  const filledIn: Readonly<Record<string, RequestHandler>> = {
    '/': landing,
    '/index.html': landing,
    '/embed.js': servedEmbed(served),
    '/poster': servedPoster(served),
    '/about': servedAbout(served),
    // Where a step of the history leads that *Leave this page* took the page from (rule U3).
    '/away': (_, response) => response.redirect(303, served.settings().exitSite),
  };
  router.use((request, response, next) => {
    // However it is written: the file itself has gaps where words belong.
    const path = posix.normalize(decodeURIComponent(request.path));
    const handler = /^(?:GET|HEAD)$/.test(request.method) ? filledIn[path] : undefined;
    return handler === undefined ? next() : handler(request, response, next);
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

/** The pages without any other route, to be weighed as they are served (rule U5). */
export function pagesAlone(served: ServedOptions): express.Express {
  return express().disable('x-powered-by').set('query parser', 'simple').use(pages(served));
}
