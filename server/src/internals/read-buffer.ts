/**
 * Overwrites the last data that clients sent. Two places keep it until more data comes: the buffer into which Node reads
 * all connections, and V8's copy of the last text that a regular expression matched (rules A2, A8).
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The size of libuv's read buffer. */
const READ_BYTES = 65_536;

export interface ReadBuffer {
  /** Overwrites everything that was read before. */
  overwrite(): void;
  close(): void;
}

export async function openReadBuffer(): Promise<ReadBuffer> {
  const dir = mkdtempSync(join(tmpdir(), 'terskel-'));
  const server = createServer().listen(join(dir, 'self.sock'));
  try {
    await once(server, 'listening');
    const sender = connect(join(dir, 'self.sock'));
    const [receiver] = (await once(server, 'connection')) as [Socket];
    receiver.resume();
    return {
      overwrite() {
        sender.write(Buffer.alloc(READ_BYTES));
        /^/.exec('');
      },
      close: () => {
        sender.destroy();
        receiver.destroy();
      },
    };
  } finally {
    server.close();
    rmSync(dir, { recursive: true });
  }
}
