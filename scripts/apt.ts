/** Debian packages without root: apt downloads and verifies them, dpkg-deb unpacks them into a folder. */
import { execFile } from 'node:child_process';
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { onPath } from './cache.ts';

const run = promisify(execFile);

export function hasApt(): boolean {
  return onPath('apt-get') !== undefined && onPath('dpkg-deb') !== undefined;
}

/**
 * Unpacks `packages` into `dir`, with the dependencies that the system lacks. With `source`, a line of sources.list,
 * they come from there, with all dependencies including the C library. Throws if the download fails.
 */
export async function unpackPackages(
  dir: string,
  packages: readonly string[],
  source?: string,
): Promise<void> {
  const apt = join(dir, 'apt');
  mkdirSync(join(apt, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(apt, 'archives', 'partial'), { recursive: true });
  writeFileSync(join(apt, 'sources.list'), source ?? '');
  writeFileSync(join(apt, 'status'), '');
  const other = [
    `--option=Dir::Etc::sourcelist=${join(apt, 'sources.list')}`,
    '--option=Dir::Etc::sourceparts=-',
    // An empty status file: apt treats no package as installed.
    `--option=Dir::State::status=${join(apt, 'status')}`,
  ];
  const options = [
    '-qq',
    // apt writes only to this folder, so that neither root nor the system's locks are needed.
    `--option=Dir::State::lists=${join(apt, 'lists')}`,
    `--option=Dir::Cache=${apt}`,
    '--option=Debug::NoLocking=true',
    // apt run by root must not switch to a user who cannot write there.
    '--option=APT::Sandbox::User=',
    '--option=Acquire::Languages=none',
    ...(source === undefined ? [] : other),
  ];
  // --reinstall: a package that is installed is downloaded as well, because its files are needed here.
  const install = ['install', '--yes', '--download-only', '--reinstall', '--no-install-recommends'];
  // Separate lists are fetched, because those of the system may name versions that the archive no longer has. A source
  // that fails may not be needed, so only the result of the download counts.
  const update = await aptGet([...options, 'update']);
  const download = await aptGet([...options, ...install, ...packages]);
  if (!download.ok) {
    const reason = `${update.stderr}\n${download.stderr}`.trim();
    throw new Error(`apt could not fetch ${packages.join(', ')}:\n${reason}`);
  }
  for (const deb of globSync(join(apt, 'archives', '*.deb'))) {
    await run('dpkg-deb', ['--extract', deb, dir]);
  }
  rmSync(apt, { recursive: true });
}

async function aptGet(args: readonly string[]): Promise<{ ok: boolean; stderr: string }> {
  const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  try {
    return { ok: true, stderr: (await run('apt-get', args, { env })).stderr };
  } catch (error) {
    return { ok: false, stderr: (error as { stderr?: string }).stderr ?? String(error) };
  }
}

/**
 * Writes `dir/name`, a script that runs the unpacked `binary` with its own libraries and can be started by its path.
 */
export function writeLauncher(
  dir: string,
  name: string,
  binary: string,
  env: Readonly<Record<string, string>> = {},
): void {
  const settings = { LD_LIBRARY_PATH: libraryPath(dir), ...env };
  const lines = [
    '#!/bin/sh',
    'here=$(dirname "$(readlink -f "$0")")',
    ...Object.entries(settings).map(([key, value]) => `export ${key}="${value}"`),
    `exec "$here/${binary}" "$@"`,
  ];
  writeFileSync(join(dir, name), `${lines.join('\n')}\n`, { mode: 0o755 });
}

/** The same for a program with its own C library, which needs the loader of that library. */
export function writeForeignLauncher(dir: string, name: string, binary: string): void {
  const loader = globSync('{usr/,}lib{,64}/**/ld-linux-*.so.*', { cwd: dir })[0] ?? '';
  const lines = [
    '#!/bin/sh',
    'here=$(dirname "$(readlink -f "$0")")',
    `exec "$here/${loader}" --library-path "${libraryPath(dir)}" --argv0 ${name} "$here/${binary}" "$@"`,
  ];
  writeFileSync(join(dir, name), `${lines.join('\n')}\n`, { mode: 0o755 });
}

function libraryPath(dir: string): string {
  const folders = new Set(globSync('{usr/,}lib/**/*.so{,.*}', { cwd: dir }).map(dirname));
  return [...folders].map((folder) => `$here/${folder}`).join(':');
}
