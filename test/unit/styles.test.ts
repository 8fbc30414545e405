/** Styles and views name the same classes: neither a class without a style nor a style without a use. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/env.ts';
import { projectFiles } from '../../scripts/files.ts';

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
    // A view may have several sheets, each by a name of its own.
    const imported = new RegExp(
      `import (\\w+) from '${posix.relative(posix.dirname(view), path)}'`,
    );
    const sheet = imported.exec(source)?.[1];
    if (sheet === undefined) continue;
    for (const [, name = ''] of source.matchAll(new RegExp(`\\b${sheet}\\['(\\w+)'\\]`, 'g'))) {
      names.add(name);
    }
    // A class that a property names, as a button's kind: then any may be meant.
    if (new RegExp(`\\b${sheet}\\[(?!')`).test(source)) any = true;
  }
  return { names, any };
}

test.each(modules)('[U2] %s', (path) => {
  const { names, any } = used(path);
  const classes = defined(path);
  expect([...names].filter((name) => !classes.has(name))).toEqual([]);
  expect(any ? [] : [...classes].filter((name) => !names.has(name))).toEqual([]);
});
