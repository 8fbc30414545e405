/** Canary words and addresses, and the search for them in everything that a service has written or holds in memory. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryOf } from './memory.ts';

const STEM = 'kanarifugl';
/** For text sent after a conversation, which only the live store keeps, and only in memory (rule T6). */
const AFTER = 'vipemor';
export const wordAfter = (part: string) => `${AFTER}-${part}`;
/** Occurs nowhere else: data that contains this word came from the test. */
export const word = (part: string) => `${STEM}-${part}`;

const NETWORK = [127, 83, 197] as const;
/** A loopback address that only one client uses. */
export const address = (host: number) => [...NETWORK, host].join('.');

/** Base64 and base64url encode the same bytes in three ways, depending on their offset within a group of three. */
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

/** Matches reported per kind and place: enough to find the cause. */
const SHOWN = 3;

const SAID_AFTER = waysToWrite(AFTER).map(([what, bytes]): Needle => [`${what} said after`, bytes]);

/**
 * Returns `a word: …context…` for the first few matches of each kind. With `mayHold` set to `'said after'`, text sent
 * after a conversation is not reported.
 */
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
 * Four bytes alone can match by chance. This checks for the kernel's forms of an address: after the family and port of
 * an IPv4 `sockaddr`, or after the ffff of an IPv4-mapped IPv6 address.
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

/** Searches a process's memory. */
export function tracesInMemory(pid: number, mayHold?: 'said after'): string[] {
  const traces: string[] = [];
  for (const { name, bytes } of memoryOf(pid)) {
    traces.push(...tracesIn(bytes, mayHold).map((trace) => `${trace} ${name}`));
  }
  return traces;
}

/** Path and contents of every file in a folder and its subfolders. */
export function filesIn(folder: string): { readonly path: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, bytes: readFileSync(path) }));
}
