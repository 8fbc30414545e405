/** Builds the pages, if anything they are made of has changed. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './env.ts';
import { projectFiles } from './files.ts';

export const VITE = join(ROOT, 'client', 'node_modules', '.bin', 'vite');

export async function buildClient(say: (line: string) => void): Promise<void> {
  const stamp = join(ROOT, 'client', 'dist', '.built-from');
  const digest = digestOfSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  say('Building the pages …');
  try {
    await promisify(execFile)(VITE, ['build'], { cwd: join(ROOT, 'client') });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`The pages could not be built:\n${stdout}${stderr}`, { cause: error });
  }
  writeFileSync(stamp, digest);
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
