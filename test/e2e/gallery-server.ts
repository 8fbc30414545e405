/** Builds the gallery like the pages, and serves it with the server's own content security policy. */
import { DEFAULT_SETTINGS } from '@terskel/server/domain/ports';
import { createHelp } from '@terskel/server/help/help';
import { POLICY } from '@terskel/server/http/headers';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';
import clientConfig from '../../client/vite.config.ts';

const HERE = import.meta.dirname;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const help = createHelp(() => ({
  ...DEFAULT_SETTINGS,
  places: [
    {
      name: 'Kveldskafé',
      when: 'Hver tirsdag kl. 18 til 21, i Storgata 12. Du trenger ikke melde deg på.',
    },
    {
      name: 'Gruppe for pårørende',
      when: 'Første mandag i måneden',
      phone: '22 40 00 40',
      link: 'https://forening.example/grupper',
    },
  ],
}));

export interface GalleryServer extends AsyncDisposable {
  readonly url: string;
}

export async function serveGallery(): Promise<GalleryServer> {
  // Each test file has its own build, because two may run at the same time.
  const out = await mkdtemp(join(tmpdir(), 'terskel-gallery-'));
  await build({
    ...clientConfig,
    configFile: false,
    root: HERE,
    // The configuration that splits the pages into files. Vite would also modify it, and the next gallery would read
    // the result.
    environments: {},
    publicDir: false,
    logLevel: 'error',
    build: {
      ...clientConfig.build,
      outDir: out,
      rolldownOptions: { input: { gallery: join(HERE, 'gallery.html') } },
    },
  });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = normalize(url.pathname);
    if (path === '/api/help') {
      response.setHeader('Content-Type', 'application/json');
      const told = help(url.searchParams.get('language') ?? '');
      void told.then((answer) => response.end(JSON.stringify(answer)));
      return;
    }
    readFile(join(out, path)).then(
      (body) => {
        response.writeHead(200, {
          'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
          'Content-Security-Policy': POLICY,
        });
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/gallery.html`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      await rm(out, { recursive: true });
    },
  };
}
