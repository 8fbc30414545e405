/** Allowed imports between folders, and code that only certain files may contain. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/env.ts';
import { projectFiles } from '../../scripts/files.ts';
import { type Arrows, forbiddenImports, importsOf, withoutComments } from '../helpers/imports.ts';

const ARROWS: Arrows = {
  'shared/src': ['zod/mini'],

  // Constructors and configuration: may import every folder.
  'server/src/*': ['server/src', 'shared/src', 'socket.io', 'express', 'zod', 'node:'],
  // Operator commands.
  'server/src/cli': ['server/src', 'shared/src', 'zod', 'node:'],
  // Rules only; names what it needs in its own ports. The polyfill provides Temporal until the platform has it.
  'server/src/domain': ['shared/src', 'temporal-polyfill'],
  // Connections to Redis, their topology, and the loader of Lua scripts: the base of both stores.
  'server/src/redis': [
    'server/src/domain/ports.ts',
    // Connections use real time.
    'server/src/clock.ts',
    'shared/src',
    'redis',
    'zod',
    'node:',
  ],
  // The live store: everything about seekers, in memory only.
  'server/src/live': [
    'server/src/redis',
    'server/src/domain/ports.ts',
    'server/src/domain/live-store.ts',
    // What nodes tell each other about ended sessions.
    'server/src/domain/ends.ts',
    'server/src/digest.ts',
    'server/src/clock.ts',
    'shared/src',
    'redis',
    'rate-limiter-flexible',
    'zod',
    'node:',
  ],
  // The ledger: staff, settings and the audit log, on disk.
  'server/src/ledger': [
    'server/src/redis',
    'server/src/domain/ports.ts',
    'server/src/domain/ledger.ts',
    'server/src/digest.ts',
    'server/src/clock.ts',
    'shared/src',
    'redis',
    'zod',
    'node:',
  ],
  'server/src/jobs': [
    'server/src/domain',
    // The address of the store; its connections use real time.
    'server/src/redis/address.ts',
    'server/src/redis/redis-topology.ts',
    'server/src/clock.ts',
    'shared/src',
    'bullmq',
    'ioredis',
    'node:',
  ],
  // From the domain only the port that it counts.
  'server/src/observe': [
    'server/src/domain/live-store.ts',
    'shared/src',
    'pino',
    'prom-client',
    'node:',
  ],
  'server/src/passkeys': [
    'server/src/domain/ports.ts',
    'server/src/domain/ledger.ts',
    'shared/src',
    '@simplewebauthn/server',
    'zod',
    'node:',
  ],
  // The only place that reaches into private parts of a dependency.
  'server/src/internals': ['socket.io', 'node:'],
  'server/src/proof': ['server/src/domain/ports.ts', 'altcha-lib', 'zod', 'node:'],
  'server/src/socket': [
    'server/src/domain',
    'server/src/internals',
    'server/src/observe',
    'shared/src',
    'socket.io',
    'socket.io-adapter',
    'socket.io-parser',
    'ws',
    'rate-limiter-flexible',
    'zod',
    'node:',
  ],
  'server/src/help': [
    'server/src/domain/ports.ts',
    'shared/src',
    'mdast-util-from-markdown',
    'zod',
    'node:',
  ],
  'server/src/http': [
    'server/src/domain',
    'server/src/internals',
    'server/src/observe',
    'shared/src',
    'express',
    'express-static-gzip',
    'mustache',
    'uqr',
    'cookie',
    'rate-limiter-flexible',
    'ipaddr.js',
    'proxy-addr',
    'zod',
    'node:',
  ],

  // How the pages are built.
  'client/*': ['client/*', 'client/src/i18n', 'client/src/lists.ts', 'vite', 'node:'],
  // The clock and the storage, available to all folders.
  'client/src/*': ['client/src/state', 'shared/src'],
  'client/src/state': ['client/src/lists.ts', 'shared/src'],
  'client/src/e2ee': ['shared/src', 'hpke', '@panva/hpke-noble'],
  'client/src/i18n': ['shared/src'],
  'client/src/proof': ['client/src/deferred.ts', 'altcha-lib'],
  'client/src/net': [
    ...['client/src/state', 'client/src/*', 'shared/src'],
    ...['socket.io-client', 'socket.io-parser'],
  ],
  'client/src/ui': [
    'client/src/state',
    'client/src/i18n',
    'client/src/styles',
    'client/src/*',
    'shared/src',
    'preact',
    '@preact/signals',
    'uqr',
  ],
  // The widget on other sites: from the pages it has only the clock.
  'client/src/embed': ['client/src/i18n', 'client/src/*', 'shared/src'],
  // Joins connection, encryption, storage and state; has no access to views.
  'client/src/session': [
    'client/src/net',
    'client/src/e2ee',
    'client/src/proof',
    'client/src/state',
    'client/src/*',
    'shared/src',
  ],
  // The only layer that joins net and ui.
  'client/src/pages': [
    'client/src',
    'shared/src',
    'preact',
    '@preact/signals',
    '@simplewebauthn/browser',
  ],

  scripts: [
    'server/src/config.ts',
    // Pages are measured as the server sends them.
    'server/src/domain/ports.ts',
    'server/src/http',
    'server/src/local-stores.ts',
    'shared/src',
    '@sparticuz/chromium',
    'node:',
  ],
};

/** Patterns that only these files may contain. */
const ALONE: readonly { what: RegExp; within: readonly string[]; alone: readonly string[] }[] = [
  {
    what: /\bprocess\.env\b/,
    within: ['server', 'client', 'shared'],
    alone: ['server/src/config.ts'],
  },
  { what: /\b(?:session|local)Storage\b/, within: ['client'], alone: ['client/src/storage.ts'] },
  { what: /\b(?:document\.cookie|indexedDB)\b/, within: ['client'], alone: [] },
  {
    what: /\bnew Date\(\s*\)/,
    within: ['server', 'client', 'shared'],
    alone: ['server/src/clock.ts', 'client/src/clock.ts'],
  },
];

/** Allowed top-level entries; configuration of single tools is in dotfiles or package.json. */
const TOP_LEVEL = new Set([
  ...['client', 'scripts', 'server', 'shared', 'test', 'LICENSE', 'README.md', 'SECURITY.md'],
  ...['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'tsconfig.base.json'],
]);

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const sources = projectFiles().filter((path) =>
  /^(server|client|shared|scripts)\/.*\.tsx?$/.test(path),
);

describe('[house] imports', () => {
  test('[A3] nothing under server/ can encrypt or decrypt', () => {
    const server = sources.filter((path) => path.startsWith('server/'));
    const imported = server.flatMap((path) => importsOf(read(path)));
    const foreign = /hpke|noble|@terskel\/client|\/client\//;
    expect(imported.filter((name) => foreign.test(name))).toEqual([]);
    // Resume tickets are encrypted and decrypted by the service itself.
    const ciphers = server.filter((path) => /\bsubtle\b|createDecipher/.test(read(path)));
    expect(ciphers).toEqual(['server/src/ledger/token-encryption.ts']);
  });

  test('[house] go only where the map allows', () => {
    const faults = sources.flatMap((path) => forbiddenImports(ARROWS, path, read(path)));
    expect(faults).toEqual([]);
  });

  test.each([
    ['client/src/ui/button.tsx', `import { connect } from '../net/link.ts';`],
    ['client/src/state/model.ts', `export * from '../e2ee/suite.ts';`],
    ['client/src/net/link.ts', `const view = await import('../ui/view.tsx');`],
    ['server/src/domain/offers.ts', `import type { RedisClient } from '../store/redis.ts';`],
    ['server/src/domain/offers.ts', `import { randomBytes } from 'node:crypto';`],
    ['server/src/live/keys.ts', `import {\n  match,\n} from '../domain/offers.ts';`],
    ['server/src/socket/emit.ts', `import 'bullmq';`],
    ['client/src/session/talk.ts', `import { view } from '../ui/view.tsx';`],
    ['client/src/clock.ts', `import { link } from './net/link.ts';`],
    ['client/src/elsewhere/a.ts', ``],
    ['server/src/app.ts', `import { seal } from 'hpke';`],
    ['server/src/app.ts', `import { model } from '@terskel/client/state/model';`],
    ['shared/src/models.ts', `import * as z from 'zod';`],
    ['scripts/start.ts', `import { app } from '@terskel/server/app';`],
  ])('[house] a forbidden import is detected in %s: %s', (path, source) => {
    expect(forbiddenImports(ARROWS, path, source)).toHaveLength(1);
  });
});

test('[house] environment, storage and time are accessed in one file each', () => {
  const faults = sources.flatMap((path) =>
    ALONE.filter(
      ({ within, alone }) => within.includes(path.split('/')[0] ?? '') && !alone.includes(path),
    )
      .filter(({ what }) => what.test(withoutComments(read(path))))
      .map(({ what }) => `${path} holds ${what.source}`),
  );
  expect(faults).toEqual([]);
});

test('[house] the top-level folder has no unexpected entries', () => {
  const entries = readdirSync(ROOT).filter(
    (name) => !name.startsWith('.') && name !== 'node_modules',
  );
  expect(entries.filter((name) => !TOP_LEVEL.has(name))).toEqual([]);
});
