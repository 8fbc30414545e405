/** The cache of downloaded programs (Redis, a browser) between runs: outside the repository, never system-wide. */
import { accessSync, constants, globSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { setting } from './env.ts';

/**
 * The first of the usual cache folders that is writable; a private one in the temporary folder if HOME is not usable.
 */
export function cacheDir(): string {
  const candidates = [
    setting('TERSKEL_CACHE') ?? [],
    join(setting('XDG_CACHE_HOME') ?? join(homedir(), '.cache'), 'terskel'),
    join(tmpdir(), `terskel-cache-${process.getuid?.() ?? 0}`),
  ];
  const dir = candidates.flat().find((path) => isAbsolute(path) && isPrivate(path));
  if (dir !== undefined) return dir;
  throw new Error('No folder can be written for fetched programs: set TERSKEL_CACHE to one.');
}

/**
 * Creates the folder if it does not exist. False if it is not writable or belongs to another user, because its files
 * are executed and its sockets are trusted.
 */
export function isPrivate(dir: string): boolean {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    accessSync(dir, constants.W_OK | constants.X_OK);
    return process.getuid === undefined || statSync(dir).uid === process.getuid();
  } catch {
    return false;
  }
}

/**
 * Fills `name` in the cache once. The folder is built beside it and renamed, so that concurrent or interrupted runs
 * leave nothing incomplete.
 */
export async function cached(name: string, fill: (dir: string) => Promise<void>): Promise<string> {
  const target = join(cacheDir(), name);
  if (isDirectory(target)) return target;
  for (const old of globSync(`${target}.*.tmp`)) {
    if (!isRunning(Number(old.split('.').at(-2)))) rmSync(old, { recursive: true, force: true });
  }
  const draft = `${target}.${process.pid}.tmp`;
  try {
    mkdirSync(draft);
    await fill(draft);
    try {
      renameSync(draft, target);
    } catch (error) {
      if (!isDirectory(target)) throw error;
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The path of the first of `names` that is an executable on PATH. */
export function onPath(...names: string[]): string | undefined {
  const dirs = (setting('PATH') ?? '').split(delimiter);
  return names.flatMap((name) => dirs.map((dir) => join(dir, name))).find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
