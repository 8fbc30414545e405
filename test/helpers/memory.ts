/** Reads the memory of another process that this one may debug. Linux only. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

export interface Region {
  /** `[heap]`, `[stack]`, a file path, or empty. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** A region is read in pieces. They overlap by more than the longest value searched for. */
const PIECE_BYTES = 16 * 1024 * 1024;
const OVERLAP_BYTES = 4_096;
const PAGE_BYTES = 4_096;
/** In `pagemap`: the page is in memory or in swap. Other pages were never written. */
const PRESENT = 0xc0;

/**
 * Everything that the process could have written, in pieces. Read-only mappings of programs and libraries are skipped.
 */
export function* memoryOf(pid: number): Generator<Region> {
  const maps = readFileSync(`/proc/${pid}/maps`, 'utf8').trimEnd().split('\n');
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const pagemap = openSync(`/proc/${pid}/pagemap`, 'r');
  try {
    for (const line of maps) {
      const [range = '', modes = '', , , , name = ''] = line.split(/ +/);
      const [from = 0, to = 0] = range.split('-').map((address) => Number.parseInt(address, 16));
      const constant = name.startsWith('/') && modes[1] !== 'w';
      if (modes[0] !== 'r' || constant || name.startsWith('[v')) continue;
      for (const [start, end] of written(pagemap, from, to)) {
        for (let at = start; at < end; at += PIECE_BYTES) {
          const bytes = Buffer.allocUnsafe(Math.min(PIECE_BYTES + OVERLAP_BYTES, end - at));
          // A region can be unmapped after the map was read.
          const read = attempt(() => readSync(memory, bytes, 0, bytes.length, at));
          yield { name, bytes: bytes.subarray(0, read) };
        }
      }
    }
  } finally {
    closeSync(memory);
    closeSync(pagemap);
  }
}

/** Runs of pages that have contents: a process reserves far more than it uses. */
function written(pagemap: number, from: number, to: number): [start: number, end: number][] {
  const entries = Buffer.alloc(((to - from) / PAGE_BYTES) * 8);
  readSync(pagemap, entries, 0, entries.length, (from / PAGE_BYTES) * 8);
  const runs: [number, number][] = [];
  for (let page = 0; page * 8 < entries.length; page += 1) {
    if (((entries[page * 8 + 7] ?? 0) & PRESENT) === 0) continue;
    const start = from + page * PAGE_BYTES;
    const last = runs.at(-1);
    if (last?.[1] === start) last[1] = start + PAGE_BYTES;
    else runs.push([start, start + PAGE_BYTES]);
  }
  return runs;
}

function attempt(read: () => number): number {
  try {
    return read();
  } catch {
    return 0;
  }
}
