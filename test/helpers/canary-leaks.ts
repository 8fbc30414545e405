/** Preloaded by the test of the canary test: leaks request data in every way that the canary search must detect. */
import { appendFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onRequest } from './canary-preload.ts';

const { DATA_DIR = '', TMPDIR = '', REDIS_URL = '', LEDGER_URL = '' } = process.env;
const kept: unknown[] = [];
Object.assign(globalThis, { kept });

function store(url: string, value: string): void {
  const command = `*3\r\n$3\r\nSET\r\n$4\r\nleak\r\n$${value.length}\r\n${value}\r\n`;
  connect(new URL(url).pathname)
    .on('error', () => {})
    .resume()
    .end(command);
}

onRequest(({ headers, socket }) => {
  const { 'user-agent': said, 'x-id': id } = headers;
  const { remoteAddress = '' } = socket;
  if (said === undefined || id === undefined) return;
  console.log(JSON.stringify({ level: 20, msg: said }));
  console.error(remoteAddress);
  appendFileSync(join(DATA_DIR, 'asked.txt'), `${said} ${String(id)}\n`);
  appendFileSync(join(TMPDIR, 'asked.bin'), Buffer.from(said, 'utf16le'));
  store(REDIS_URL, Buffer.from(said).toString('base64'));
  store(LEDGER_URL, Buffer.from(said).toString('hex'));
  // In the heap as one-byte and as two-byte strings, outside the heap, and an address as text and as a `sockaddr`.
  kept.push(`${said}!`, `${said}…`, Buffer.from(said), remoteAddress);
  kept.push(Buffer.from([2, 0, 0, 80, ...remoteAddress.split('.').map(Number), 0, 0, 0, 0]));
});
