/** Checks that no standard tool provides: what the repository and the built pages must and must not contain. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './env.ts';
import { projectFiles } from './files.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/**
 * Checks that each rule of the specification has a unique number and is named by a test, and that tests name only
 * existing rules. Returns the faults.
 */
export function untestedRules(): string[] {
  const numbers = matches(read('shared/SPEC.md'), /^- ([A-Z]\d{1,2})\b/gm);
  const rules = new Set(numbers);
  const named = new Map<string, string>();
  for (const path of projectFiles('test').filter((file) => /\.test\.tsx?$/.test(file))) {
    for (const title of matches(read(path), /['"`]\[([A-Z]\d{1,2}(?:, ?[A-Z]\d{1,2})*)\]/g)) {
      for (const rule of title.split(/, ?/)) named.set(rule, path);
    }
  }
  return [
    ...numbers
      .filter((rule, index) => numbers.indexOf(rule) < index)
      .map((rule) => `${rule}: two rules have this number`),
    ...[...rules].filter((rule) => !named.has(rule)).map((rule) => `${rule}: no test names it`),
    ...[...named]
      .filter(([rule]) => !rules.has(rule))
      .map(([rule, path]) => `${rule}: named in ${path}, but not in shared/SPEC.md`),
  ];
}

const FORBIDDEN_TEXT: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['the address of a registry', /registry\.(?:npmjs|yarnpkg|npmmirror)|https?:\/\/\S+\.tgz/],
  ['a path of one machine', /(?<![\w.~*}$-])\/(?:home|Users|root|work)\/\w/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
];

/** Finds text that ties the repository to one machine or network, or reveals a secret. */
export function forbiddenText(): string[] {
  return projectFiles().flatMap((path) => {
    const text = read(path);
    return FORBIDDEN_TEXT.flatMap(([what, pattern]) => {
      const found = pattern.exec(text);
      if (found === null) return [];
      const line = text.slice(0, found.index).split('\n').length;
      return [`${path}:${line} holds ${what}: ${found[0]}`];
    });
  });
}

/** Names of server settings and server packages, and source maps. */
const SERVER_ONLY = /REDIS_URL|LEDGER_URL|process\.env|PRIVATE KEY|ioredis|sourceMappingURL/;

/** Finds server code in the built pages, which are public. */
export function secretsInPages(): string[] {
  const built = globSync('client/dist/**/*.{js,css,html,map,json}', { cwd: ROOT });
  return built.flatMap((path) => {
    const found = SERVER_ONLY.exec(read(path));
    return found === null ? [] : [`${path} holds ${found[0]}`];
  });
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}
