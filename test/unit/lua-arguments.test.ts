/** Every Lua script's header lists the arguments that its wrapper gives, and the script uses each of them by its name. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { hotScripts } from '@terskel/server/redis/hot-scripts';
import { scripts } from '@terskel/server/redis/scripts';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/env.ts';

interface Script {
  readonly args: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, number>>;
}
type Argument = readonly [name: string, kind: string];

const camelCase = (name: string) =>
  name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const sources = new Map(
  globSync('server/src/*/lua/*.lua', { cwd: ROOT }).map((path) => [
    camelCase(basename(path, '.lua')),
    readFileSync(join(ROOT, path), 'utf8'),
  ]),
);
const sourceOf = (name: string): string => sources.get(name) ?? '';

/** The arguments that a header lists: `name, name: kind (explanation); …`. */
function listed(lua: string, label: 'ARGV' | 'args'): Argument[] {
  const text = new RegExp(`^-- ${label} {4}(.*?)^-- ok `, 'ms').exec(lua)?.[1] ?? '';
  const plain = text.replaceAll(/\s*\n-- +/g, ' ').replaceAll(/\s*\([^()]*\)/g, '');
  if (plain.trim() === 'none') return [];
  return plain.split(';').flatMap((group) => {
    const [names = '', kind = ''] = group.split(':');
    return names.split(',').map((name): Argument => [name.trim(), kind.trim()]);
  });
}
const given = ({ args, limits }: Script): Argument[] => [
  ...Object.keys(limits).map((name): Argument => [name, 'number']),
  ...Object.entries(args),
];
const sorted = (list: readonly Argument[]) =>
  list.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));

const isHot = ([name]: readonly [string, unknown]) => Object.hasOwn(hotScripts, name);
const all: [string, Script][] = Object.entries(scripts);

test('[house] every script has a wrapper', () => {
  expect(all.map(([name]) => name).toSorted()).toEqual([...sources.keys()].toSorted());
});

describe.each(all.filter((each) => !isHot(each)))('%s', (name, script) => {
  const lua = sourceOf(name);

  test('[house] lists its arguments', () => {
    expect(sorted(listed(lua, 'args'))).toEqual(sorted(given(script)));
  });
  test('[house] uses each of them, and no others', () => {
    const code = lua.replaceAll(/--.*$/gm, '');
    const used = [...code.matchAll(/\bargs\.(\w+)/g)].map(([, each = '']) => each);
    expect([...new Set(used)].toSorted()).toEqual(
      given(script)
        .map(([each]) => each)
        .toSorted(),
    );
    expect(code).not.toContain('ARGV');
  });
});

describe.each(all.filter(isHot))('%s', (name, script) => {
  const lua = sourceOf(name);

  test('[house] lists its arguments in order', () => {
    expect(listed(lua, 'ARGV')).toEqual(given(script));
  });
  test('[house] names them at the top', () => {
    const names = /^local ([\w,\s]+?) = unpack\(ARGV/m.exec(lua)?.[1]?.split(/,\s*/);
    expect(names).toEqual(
      given(script)
        .filter(([, kind]) => kind !== 'list')
        .map(([each]) => each),
    );
    expect(lua).not.toContain('ARGV[');
  });
});
