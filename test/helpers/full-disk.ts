/** A Redis whose disk can be full: none of its files can grow, as if no space were left (Linux only). */
import { spawnSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findRedisServer } from '../../scripts/redis.ts';

export interface FullDisk {
  /** A Redis that gets a full disk as an error instead of a signal. */
  readonly program: string;
  /**
   * Fills the disk for the running process `pid`, if any, and for anything `program` starts with an append-only file.
   */
  fill(pid: number): Promise<void>;
  free(pid: number): Promise<void>;
}

function limit(pid: number, bytes: string): void {
  // Only the soft limit, which any user may raise again. The process may have ended.
  if (pid > 0) spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
}

export async function openFullDisk(dir: string): Promise<FullDisk> {
  const [program, isFull] = [join(dir, 'redis-server'), join(dir, 'is-full')];
  const script = `#!/bin/sh
trap '' XFSZ
case "$*" in *'--appendonly yes'*) [ -e '${isFull}' ] && ulimit -S -f 0 ;; esac
exec '${await findRedisServer()}' "$@"
`;
  await writeFile(program, script, { mode: 0o755 });
  return {
    program,
    async fill(pid) {
      await writeFile(isFull, '');
      limit(pid, '0');
    },
    async free(pid) {
      await rm(isFull, { force: true });
      limit(pid, 'unlimited');
    },
  };
}
