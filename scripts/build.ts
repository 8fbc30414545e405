/** Builds the pages, if anything they are made of has changed. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync, constants as zlib, gzipSync } from 'node:zlib';
import { ROOT } from './env.ts';
import { projectFiles } from './files.ts';

const DIST = join(ROOT, 'client', 'dist');
export const VITE = join(ROOT, 'client', 'node_modules', '.bin', 'vite');

export async function buildClient(say: (line: string) => void): Promise<void> {
  const stamp = join(DIST, '.built-from');
  const digest = digestOfSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  say('Building the pages …');
  try {
    await promisify(execFile)(VITE, ['build'], {
      cwd: join(ROOT, 'client'),
      // The same pages for a test, which has another one.
      env: { ...process.env, NODE_ENV: 'production' },
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`The pages could not be built:\n${stdout}${stderr}`, { cause: error });
  }
  compressPages();
  writeFileSync(stamp, digest);
}

/** The distances that suit our scripts and styles, by trying them all: 0.25 % less. */
const BROTLI = { [zlib.BROTLI_PARAM_NPOSTFIX]: 2, [zlib.BROTLI_PARAM_NDIRECT]: 16 };

/** Once and thoroughly, next to each file, so that the server only has to choose. */
function compressPages(): void {
  for (const path of globSync('**/*.{html,css,js,svg}', { cwd: DIST })) {
    const content = readFileSync(join(DIST, path));
    writeFileSync(join(DIST, `${path}.br`), brotliCompressSync(content, { params: BROTLI }));
    writeFileSync(join(DIST, `${path}.gz`), gzipSync(content, { level: 9 }));
  }
}

/** By content: a fresh checkout gives every file a new time. */
function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const path of [...projectFiles('client'), ...projectFiles('shared'), 'pnpm-lock.yaml']) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0');
  }
  return hash.digest('hex');
}
