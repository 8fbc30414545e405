/** Every Lua file includes the libraries that it uses and no others, each defined before its first use. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { scripts } from '@terskel/server/redis/scripts';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/env.ts';

const withoutComments = (lua: string): string => lua.replaceAll(/--.*$/gm, '');
const functionsOf = (lua: string): string[] =>
  [...lua.matchAll(/^local function (\w+)\(/gm)].map(([, name = '']) => name);
/** What a library defines for others: functions, constants, and the arguments. */
const definedBy = (lua: string): string[] => [
  ...functionsOf(lua),
  ...[...lua.matchAll(/^local ([A-Z_]+|args) =/gm)].map(([, name = '']) => name),
];
const uses = (lua: string, name: string): RegExpExecArray | null =>
  new RegExp(`(?<!function )(?<![\\w.'])${name}\\b`).exec(withoutComments(lua));

const sources = new Map(
  globSync('server/src/*/lua/**/*.lua', { cwd: ROOT }).map((path) => [
    path,
    readFileSync(join(ROOT, path), 'utf8'),
  ]),
);
const libraries = new Map(
  [...sources]
    .filter(([path]) => path.includes('/lib/'))
    .map(([path, lua]) => [basename(path, '.lua'), definedBy(lua)]),
);
const functions = [...sources]
  .filter(([path]) => path.includes('/lib/'))
  .flatMap(([, lua]) => functionsOf(lua));

test.each(Object.entries(scripts))('[house] %s includes what it calls', (_name, { SCRIPT }) => {
  const source = withoutComments(SCRIPT);
  const missing = functions.filter((name) => {
    const use = new RegExp(`(?<!function )(?<![\\w.])${name}\\(`).exec(source);
    const at = source.indexOf(`local function ${name}(`);
    return use !== null && (at < 0 || at > use.index);
  });
  expect(missing).toEqual([]);
});

test.each([...sources])('[house] %s names the libraries that it uses itself', (path, lua) => {
  const named = /^--#include (.+)\n/.exec(lua)?.[1]?.split(' ') ?? [];
  const used = [...libraries]
    .filter(([library]) => library !== 'base' && library !== basename(path, '.lua'))
    .filter(([, names]) => names.some((name) => uses(lua, name) !== null))
    .map(([library]) => library);
  expect(named.toSorted()).toEqual(used.toSorted());
});

test('[house] no library function is missing from this check, and none is defined twice', () => {
  expect([...libraries.keys()]).toContain('base');
  expect(functions.length).toBeGreaterThan(50);
  expect(new Set(functions).size).toBe(functions.length);
});
