/** Canary words and addresses, and the search for them in whatever a service has written or holds. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryOf } from './memory.ts';

const STEM = 'kanarifugl';
/** Nobody else says this: whatever holds it was told by us. */
export const word = (part: string) => `${STEM}-${part}`;

const NETWORK = [127, 83, 197] as const;
/** An address of this machine that one client alone comes from. */
export const address = (host: number) => [...NETWORK, host].join('.');

/** Base64, ordinary or for URLs, has three ways to write the same bytes: by where in a group of three they begin. */
const inBase64 = [0, 1, 2].map((before) => {
  const text = Buffer.from('\0'.repeat(before) + STEM).toString('base64');
  return text.slice(Math.ceil((before * 4) / 3), Math.floor(((before + STEM.length) * 4) / 3));
});

const NEEDLES: readonly (readonly [what: string, bytes: Buffer])[] = [
  ['a word', Buffer.from(STEM)],
  ['a word in UTF-16', Buffer.from(STEM, 'utf16le')],
  ['a word in hexadecimal', Buffer.from(Buffer.from(STEM).toString('hex'))],
  ...inBase64.map((text) => ['a word in Base64', Buffer.from(text)] as const),
  ['an address', Buffer.from(NETWORK.join('.'))],
  ['an address in UTF-16', Buffer.from(NETWORK.join('.'), 'utf16le')],
];

/** Of one kind in one place: enough to find the cause. */
const SHOWN = 3;

/** `a word: …what stands around it…`, for the first few of each kind. */
export function tracesIn(bytes: Buffer): string[] {
  const traces = NEEDLES.flatMap(([what, needle]) => {
    const found: string[] = [];
    let at = bytes.indexOf(needle);
    for (; at >= 0 && found.length < SHOWN; at = bytes.indexOf(needle, at + 1)) {
      found.push(`${what}: ${around(bytes, at)}`);
    }
    return found;
  });
  return [...traces, ...socketAddresses(bytes)];
}

/**
 * Four bytes alone come up by chance; as the kernel writes an address they do not: after the family and the port of an
 * IPv4 address, or after the ffff of one that is mapped into IPv6.
 */
function socketAddresses(bytes: Buffer): string[] {
  const found: string[] = [];
  const needle = Buffer.from(NETWORK);
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
    const ipv4 = at >= 4 && bytes.readUInt16LE(at - 4) === 2;
    const mapped = at >= 2 && bytes.readUInt16LE(at - 2) === 0xffff;
    if (ipv4 || mapped) found.push(`an address in bytes: ${around(bytes, at)}`);
  }
  return found.slice(0, SHOWN);
}

function around(bytes: Buffer, at: number): string {
  const text = bytes.subarray(Math.max(0, at - 60), at + 90).toString('latin1');
  return text.replaceAll(/[^ -~]/g, '.');
}

/** In a process's memory. */
export function tracesInMemory(pid: number): string[] {
  const traces: string[] = [];
  for (const { name, bytes } of memoryOf(pid)) {
    traces.push(...tracesIn(bytes).map((trace) => `${trace} ${name}`));
  }
  return traces;
}

/** Of every file in a folder and below: its path and what it holds. */
export function filesIn(folder: string): { readonly path: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, bytes: readFileSync(path) }));
}
