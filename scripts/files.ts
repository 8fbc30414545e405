import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './env.ts';

/** Not the project's own text: installed, built, or made by running it. */
const NOT_OURS = new Set(['node_modules', '.git', 'dist', '.data', '.cache', 'artefacts']);

/** Every file of the project under `folder`, as paths from the repository's top folder, in order. */
export function projectFiles(folder = '.'): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name))
    .flatMap((entry) => {
      const path = relative(ROOT, join(ROOT, folder, entry.name));
      if (entry.isDirectory()) return projectFiles(path);
      return entry.isFile() ? [path] : [];
    })
    .toSorted();
}
