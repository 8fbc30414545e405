/** Who imports what, and whether the house allows it. */
import { posix } from 'node:path';

/**
 * For each folder, what its files may import besides each other: folders and files of the
 * repository, packages, `node:` for all of Node's modules. The longest name that fits a file counts.
 */
export type Arrows = Readonly<Record<string, readonly string[]>>;

/** One line for each import that `arrows` does not allow. */
export function forbiddenImports(arrows: Arrows, path: string, source: string): string[] {
  const zone = Object.keys(arrows)
    .filter((folder) => isWithin(path, folder))
    .toSorted((a, b) => b.length - a.length)[0];
  if (zone === undefined) return [];
  const allowed = arrows[zone] ?? [];
  return importsOf(source)
    .map((specifier) => resolveImport(path, specifier))
    .filter((target) => !isWithin(target, zone) && !allowed.some((name) => isWithin(target, name)))
    .map((target) => `${path} must not import ${target}`);
}

/** The names in every static, re-exporting, bare or dynamic import. */
export function importsOf(source: string): string[] {
  const pattern = /\b(?:from|import)\s*\(?\s*(['"])(?<name>[^'"\n]+)\1/g;
  return [...withoutComments(source).matchAll(pattern)].map(
    (match) => match.groups?.['name'] ?? '',
  );
}

export function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(?<![:'"`\\])\/\/.*$/gm, '');
}

/** `../clock.ts` and `@terskel/server/clock` are both `server/src/clock.ts`. */
function resolveImport(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const workspace = /^@terskel\/(server|client|shared)\/(.+)$/.exec(specifier);
  if (workspace === null) return specifier;
  return `${workspace[1]}/src/${workspace[2]}.ts`;
}

function isWithin(path: string, name: string): boolean {
  return path === name || path.startsWith(name.endsWith(':') ? name : `${name}/`);
}
