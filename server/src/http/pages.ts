/** Serves the built pages and their assets. */
import type { ServerResponse } from 'node:http';
import { join, posix } from 'node:path';
import express, { type RequestHandler } from 'express';
import compressedFiles from 'express-static-gzip';
import { notFound } from './api-router.ts';
import { servedAbout } from './served/about.ts';
import { servedEmbed } from './served/embed.ts';
import { servedPoster } from './served/poster.ts';
import { servedLanding, type ServedOptions } from './served/served.ts';
import { servedAdmin, servedVolunteer } from './served/staff-pages.ts';

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
 * Pages are never cached. Assets have a hash in their names and are cached forever. The build compresses all files. The
 * landing page and other filled-in pages are rendered here, because they contain settings or intake. This is an app of
 * its own, which also serves alone.
 */
export function pages(served: ServedOptions): express.Express {
  const { folder } = served;
  const app = express().disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.use((request, response, next) => {
    // The library would answer an undecodable path with its own error page.
    if (!isDecodable(request.path)) return notFound(request, response);
    request.url = PAGE_FILES[request.path] ?? request.url;
    next();
  });
  const landing = servedLanding(served);
  const filledIn: Readonly<Record<string, RequestHandler>> = {
    '/': landing,
    '/index.html': landing,
    '/volunteer.html': servedVolunteer(served),
    '/admin.html': servedAdmin(served),
    '/embed.js': servedEmbed(served),
    '/poster': servedPoster(served),
    '/about': servedAbout(served),
    // *Leave this page* replaces its history entries with this path (rule U3).
    '/away': (_, response) => response.redirect(303, served.settings().exitSite),
  };
  app.use((request, response, next) => {
    // Normalised, so that no spelling of the path reaches the unfilled template file.
    const path = posix.normalize(decodeURIComponent(request.path));
    const handler = /^(?:GET|HEAD)$/.test(request.method) ? filledIn[path] : undefined;
    return handler === undefined ? next() : handler(request, response, next);
  });
  const unchanging = join(folder, 'assets');
  const setHeaders = (response: ServerResponse, path: string) => {
    if (!path.startsWith(unchanging)) return;
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    // HTTP/1.1 keeps the connection without saying so: saves 0.3 kB (rule U5). A stopping node has set `close`.
    if (!response.hasHeader('Connection')) response.removeHeader('Connection');
  };
  const plain = { etag: false, lastModified: false, acceptRanges: false, cacheControl: false };
  const serveStatic = { ...plain, redirect: false, setHeaders };
  const options = { enableBrotli: true, orderPreference: ['br', 'gz'], index: false, serveStatic };
  app.use(compressedFiles(folder, options));
  return app;
}
