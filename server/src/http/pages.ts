/** The pages and what they load, as they were built. */
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import compressedFiles from 'express-static-gzip';
import { notFound } from './registrar.ts';
import { servedLanding, type ServedOptions } from './served/served.ts';

const PAGE_FILES: Readonly<Record<string, string>> = {
  '/volunteer': '/volunteer.html',
  '/admin': '/admin.html',
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
  router.use((request, response, next) => {
    const isIt = request.path === '/' || request.path === '/index.html';
    if (!isIt || !/^(?:GET|HEAD)$/.test(request.method)) return next();
    return landing(request, response, next);
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
