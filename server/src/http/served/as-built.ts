import { stat } from 'node:fs/promises';

/** Caches what was read from the build until the file's modification time changes, as in development. */
export function asBuilt<Read extends object>(
  path: string,
  read: () => Promise<Read>,
): () => Promise<Read> {
  let known: { readonly at: number; readonly build: Read } | null = null;
  return async () => {
    const { mtimeMs: at } = await stat(path);
    if (known?.at !== at) known = { at, build: await read() };
    return known.build;
  };
}
