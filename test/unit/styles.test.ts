/** Styles and views use the same classes: no class without a style, and no style without a use. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/env.ts';
import { projectFiles } from '../../scripts/files.ts';
import { physical } from '../helpers/physical.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const modules = projectFiles('client/src/styles').filter((path) => path.endsWith('.module.css'));
const views = projectFiles('client/src/ui').filter((path) => path.endsWith('.tsx'));

function defined(path: string): Set<string> {
  const bare = read(path).replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return new Set(
    [...bare.matchAll(/\.([a-zA-Z][\w-]*)(?=[^{}]*\{)/g)].map(([, name = '']) => name),
  );
}

function used(path: string): { names: Set<string>; any: boolean } {
  const names = new Set<string>();
  let any = false;
  for (const view of views) {
    const source = read(view);
    // A view may import several style sheets, each under its own name.
    const imported = new RegExp(
      `import (\\w+) from '${posix.relative(posix.dirname(view), path)}'`,
    );
    const sheet = imported.exec(source)?.[1];
    if (sheet === undefined) continue;
    for (const [, name = ''] of source.matchAll(new RegExp(`\\b${sheet}\\['(\\w+)'\\]`, 'g'))) {
      names.add(name);
    }
    // A class chosen by a property, like a button's kind: any class may be meant.
    if (new RegExp(`\\b${sheet}\\[(?!')`).test(source)) any = true;
  }
  // The page template of the server names classes as `parts/shell:header`.
  const sheet = path.replace(/^.*\/styles\/|\.module\.css$/g, '');
  for (const [, name = ''] of read('client/index.html').matchAll(
    new RegExp(`[" ]${sheet}:(\\w+)`, 'g'),
  )) {
    names.add(name);
  }
  return { names, any };
}

test.each(modules)(
  '[U2] %s: every class used is defined, and every defined class is used',
  (path) => {
    const { names, any } = used(path);
    const classes = defined(path);
    expect([...names].filter((name) => !classes.has(name))).toEqual([]);
    expect(any ? [] : [...classes].filter((name) => !names.has(name))).toEqual([]);
  },
);

const sheets = projectFiles('client/src/styles').filter((path) => path.endsWith('.css'));

test('[U1] no style names a physical side, which would be wrong in right-to-left text', () => {
  expect(sheets.length).toBeGreaterThan(15);
  expect(sheets.flatMap((path) => physical(read(path)).map((what) => `${path}: ${what}`))).toEqual(
    [],
  );
});

test.each([
  'margin-left: 1px',
  'border-bottom-width: 1px',
  'left: 0',
  'text-align: right',
  'float: left',
  'padding: 0 1px 0 2px',
  'padding: 0 1px 0 calc(1px + (2px))',
  'border-radius: 1px 0 0 1px',
  'border-top-left-radius: 1px',
  'transform: translateX(1px)',
  'transform-origin: left',
  'background: linear-gradient(to right, red, blue)',
  'box-shadow: inset 5px 0 red',
])('[U1] a physical side is detected: %s', (declaration) => {
  const sheet = `@media (min-width: 1px) {\n  .a,\n  .b { color: red; ${declaration}; }\n}`;
  expect(physical(sheet)).toHaveLength(2);
  // Allowed if a value for right-to-left is given as well.
  expect(physical(`.a { ${declaration} } .a:dir(rtl) { ${declaration} }`)).toEqual([]);
});

test.each([
  'margin-inline-start: 1px',
  'inset-block-start: 0',
  'text-align: start',
  'padding: 0 1px 2px 1px',
  'padding: 0 max(1px, env(safe-area-inset-left))',
  'border-radius: 0 0 1px 1px',
  'border-start-start-radius: 1px',
  'transform: translateY(1px)',
  'box-shadow: 0 1px 2px red, inset 0 0 0 1px red',
])('[U1] a logical side is allowed: %s', (declaration) => {
  expect(physical(`.a { ${declaration}; }`)).toEqual([]);
});
