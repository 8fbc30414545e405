import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './env.ts';

/** Folders that are not sources of the project: installed, built, or written at run time. */
const NOT_OURS = new Set(['node_modules', '.git', 'dist', '.data', '.demo', '.cache', 'artefacts']);

/** All files of the project under `folder`, as sorted paths relative to the repository's top folder. */
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
