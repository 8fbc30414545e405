import { stat } from 'node:fs/promises';

/** What was read of the build, by the time of one of its files: while one develops, it may be built anew. */
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
