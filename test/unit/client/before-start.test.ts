/** What the first screen loads: static imports other than types, followed recursively (rule U5). */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../scripts/env.ts';

/** Static imports that remain after types are removed. */
function importsOf(source: string): string[] {
  const statements = source.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)';/gm);
  const bare = source.matchAll(/^import '([^']+)';/gm);
  return [...statements, ...bare].map(([, from = '']) => from);
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return join(dirname(from), specifier);
  const shared = /^@terskel\/shared\/(.*)$/.exec(specifier)?.[1];
  return shared === undefined ? specifier : `shared/src/${shared}.ts`;
}

function reach(start: string): Set<string> {
  const reached = new Set<string>();
  const open = [start];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    if (!/\.tsx?$/.test(path)) continue;
    const from = path;
    open.push(...importsOf(readFileSync(join(ROOT, from), 'utf8')).map((to) => resolve(from, to)));
  }
  return reached;
}

test('[U5] Start depends on no package', () => {
  const reached = [...reach('client/src/pages/early.ts')];
  expect(reached).toContain('client/src/pages/start.ts');
  expect(reached.filter((path) => !/^(?:client|shared)\//.test(path))).toEqual([]);
});

test('[U5] the first screen loads no socket, no schema and no encryption', () => {
  const reached = [...reach('client/src/pages/seeker.tsx')];
  expect(reached).toContain('client/src/pages/seeker-controller.ts');
  const packages = reached.filter((path) => !/^(?:client|shared)\//.test(path));
  const allowed = /^preact(?:\/hooks)?$/;
  expect(packages.filter((name) => !allowed.test(name))).toEqual([]);
  const heavy =
    /^client\/src\/(?:net\/(?!network)|e2ee|session)|^shared\/src\/(?!limits|choices|choose-locale|padding|phone-lines|spoken)/;
  expect(reached.filter((path) => heavy.test(path))).toEqual([]);
});

test('[U5] all of these are reached from the session, which loads later', () => {
  const reached = reach('client/src/session/seeker.ts');
  for (const name of ['socket.io-client', 'zod/mini', 'hpke']) expect(reached).toContain(name);
  // The fallback loads even later, only in browsers that need it.
  expect(reached).not.toContain('@panva/hpke-noble');
});
