/** Every Lua script includes the library functions that it calls, each defined before its first use. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { scripts } from '@terskel/server/redis/scripts';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/env.ts';

const withoutComments = (lua: string): string => lua.replaceAll(/--.*$/gm, '');
const defined = (lua: string): string[] =>
  [...lua.matchAll(/^local function (\w+)\(/gm)].map(([, name = '']) => name);

const libraries = globSync('server/src/*/lua/lib/*.lua', { cwd: ROOT });
const functions = libraries.flatMap((path) => defined(readFileSync(join(ROOT, path), 'utf8')));

test.each(Object.entries(scripts))('[house] %s includes what it calls', (_name, { SCRIPT }) => {
  const source = withoutComments(SCRIPT);
  const missing = functions.filter((name) => {
    const use = new RegExp(`(?<!function )(?<![\\w.])${name}\\(`).exec(source);
    const at = source.indexOf(`local function ${name}(`);
    return use !== null && (at < 0 || at > use.index);
  });
  expect(missing).toEqual([]);
});

test('[house] no library function is missing from this check, and none is defined twice', () => {
  expect(libraries.map((path) => basename(path))).toContain('base.lua');
  expect(functions.length).toBeGreaterThan(50);
  expect(new Set(functions).size).toBe(functions.length);
});
