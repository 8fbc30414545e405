/** Allowed imports between folders, and code that only certain files may contain. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/env.ts';
import { projectFiles } from '../../scripts/files.ts';
import {
  type Arrows,
  arrowsIn,
  forbiddenImports,
  importsOf,
  withoutComments,
} from '../helpers/imports.ts';

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

/** These files have the tables of allowed imports. */
const READMES = ['shared', 'server', 'client', 'scripts'].map((folder) => `${folder}/README.md`);
const ARROWS: Arrows = Object.fromEntries(
  READMES.flatMap((readme) => Object.entries(arrowsIn(readme, read(readme)))),
);

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

  test('[house] the tables in the READMEs name only folders and files that exist', () => {
    const paths = Object.entries(ARROWS)
      .flat(2)
      .filter((name) => /^(?:server|client|shared|scripts)(?:\/|$)/.test(name));
    expect(paths.filter((path) => !existsSync(join(ROOT, path.replace(/\*$/, ''))))).toEqual([]);
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
    ['server/src/store/keys.ts', `import {\n  match,\n} from '../domain/offers.ts';`],
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
