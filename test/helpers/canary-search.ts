/** Canary words and addresses, and the search for them in whatever a service has written or holds. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryOf } from './memory.ts';

const STEM = 'kanarifugl';
/** Of what is said after a conversation, which the live store keeps in its memory, and nothing else anywhere (rule T6). */
const AFTER = 'vipemor';
export const wordAfter = (part: string) => `${AFTER}-${part}`;
/** Nobody else says this: whatever holds it was told by us. */
export const word = (part: string) => `${STEM}-${part}`;

const NETWORK = [127, 83, 197] as const;
/** An address of this machine that one client alone comes from. */
export const address = (host: number) => [...NETWORK, host].join('.');

/** Base64, ordinary or for URLs, has three ways to write the same bytes: by where in a group of three they begin. */
const inBase64 = (stem: string) =>
  [0, 1, 2].map((before) => {
    const text = Buffer.from('\0'.repeat(before) + stem).toString('base64');
    return text.slice(Math.ceil((before * 4) / 3), Math.floor(((before + stem.length) * 4) / 3));
  });

type Needle = readonly [what: string, bytes: Buffer];
const waysToWrite = (stem: string): Needle[] => [
  ['a word', Buffer.from(stem)],
  ['a word in UTF-16', Buffer.from(stem, 'utf16le')],
  ['a word in hexadecimal', Buffer.from(Buffer.from(stem).toString('hex'))],
  ...inBase64(stem).map((text) => ['a word in Base64', Buffer.from(text)] as const),
];

const NEEDLES: readonly Needle[] = [
  ...waysToWrite(STEM),
  ['an address', Buffer.from(NETWORK.join('.'))],
  ['an address in UTF-16', Buffer.from(NETWORK.join('.'), 'utf16le')],
];

/** Of one kind in one place: enough to find the cause. */
const SHOWN = 3;

const SAID_AFTER = waysToWrite(AFTER).map(([what, bytes]): Needle => [`${what} said after`, bytes]);

/** `a word: …what stands around it…`, for the first few of each kind; `mayHold`: of what is said after, nothing is looked for. */
export function tracesIn(bytes: Buffer, mayHold: 'nothing' | 'said after' = 'nothing'): string[] {
  const needles = mayHold === 'nothing' ? [...NEEDLES, ...SAID_AFTER] : NEEDLES;
  const traces = needles.flatMap(([what, needle]) => {
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
export function tracesInMemory(pid: number, mayHold?: 'said after'): string[] {
  const traces: string[] = [];
  for (const { name, bytes } of memoryOf(pid)) {
    traces.push(...tracesIn(bytes, mayHold).map((trace) => `${trace} ${name}`));
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
