/** Finds imports between files and checks them against the allowed ones. */
import { posix } from 'node:path';

/**
 * For each folder (`folder/*`: its own files without subfolders), what these files may import besides each other:
 * folders and files of the repository, packages, `node:` for all Node modules.
 */
export type Arrows = Readonly<Record<string, readonly string[]>>;

/** Header of the column that lists the allowed imports; it is the last one of its table. */
const MAY_IMPORT = 'may import';

/**
 * Reads the allowed imports from the Markdown tables of a README that have a column *may import*; `readme` is its path.
 * The names in backticks in the first cell of a row are folders, those in the last cell what they may import. A name
 * that ends in `/` or `.ts` is a path relative to the README. `*.ts` means the files of a folder without its subfolders.
 */
export function arrowsIn(readme: string, text: string): Arrows {
  const namesIn = (cell = ''): string[] =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => targetOf(posix.dirname(readme), name));
  const arrows: Record<string, readonly string[]> = {};
  let isTable = false;
  for (const line of text.split('\n')) {
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    isTable = cells.length > 0 && (isTable || cells.at(-1) === MAY_IMPORT);
    if (!isTable) continue;
    for (const folder of namesIn(cells[0])) arrows[folder] = namesIn(cells.at(-1));
  }
  return arrows;
}

function targetOf(folder: string, name: string): string {
  if (!/(?:\/|\.ts)$/.test(name)) return name;
  return posix
    .join(folder, name)
    .replace(/\/$/, '')
    .replace(/\*\.ts$/, '*');
}

/** One line for each import that `arrows` does not allow. */
export function forbiddenImports(arrows: Arrows, path: string, source: string): string[] {
  const own = `${posix.dirname(path)}/*`;
  const zone = own in arrows ? own : Object.keys(arrows).find((folder) => isWithin(path, folder));
  if (zone === undefined) return [`${path} has no place in the map`];
  const allowed = [zone, ...(arrows[zone] ?? [])];
  return importsOf(source)
    .map((specifier) => resolveImport(path, specifier))
    .filter((target) => !allowed.some((name) => isWithin(target, name)))
    .map((target) => `${path} must not import ${target}`);
}

/** Specifiers of every static, re-exporting, side-effect or dynamic import. */
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
  if (name.endsWith('/*')) return posix.dirname(path) === name.slice(0, -2);
  return path === name || path.startsWith(name.endsWith(':') ? name : `${name}/`);
}
