/** Builds the pages if any of their sources has changed. */
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
      // Tests set another NODE_ENV, but must build the same pages.
      env: { ...process.env, NODE_ENV: 'production' },
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`The pages could not be built:\n${stdout}${stderr}`, { cause: error });
  }
  compressPages();
  writeFileSync(stamp, digest);
}

/** Brotli's distance parameters. All values were tried: these make our scripts and styles 0.25 % smaller. */
const BROTLI = { [zlib.BROTLI_PARAM_NPOSTFIX]: 2, [zlib.BROTLI_PARAM_NDIRECT]: 16 };

/** Writes compressed versions beside each file, at the highest level, so that the server only selects one. */
function compressPages(): void {
  for (const path of globSync('**/*.{html,css,js,svg}', { cwd: DIST })) {
    const content = readFileSync(join(DIST, path));
    writeFileSync(join(DIST, `${path}.br`), brotliCompressSync(content, { params: BROTLI }));
    writeFileSync(join(DIST, `${path}.gz`), gzipSync(content, { level: 9 }));
  }
}

/** Compares contents instead of times, because a fresh checkout gives every file a new time. */
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
