/**
 * What came in last stays in two places for as long as nothing else comes: Node keeps the buffer that it reads every
 * connection through, and JavaScript the last text in which a pattern was found. So that it does not stay for long, we
 * send ourselves zeros and find something in nothing (rules A2, A8).
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of one read, at most. */
const READ_BYTES = 65_536;

export interface Cover {
  /** Covers all that was read before. */
  run(): void;
  close(): void;
}

export async function openCover(): Promise<Cover> {
  const dir = mkdtempSync(join(tmpdir(), 'terskel-'));
  const server = createServer().listen(join(dir, 'self.sock'));
  try {
    await once(server, 'listening');
    const sender = connect(join(dir, 'self.sock'));
    const [receiver] = (await once(server, 'connection')) as [Socket];
    receiver.resume();
    return {
      run() {
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
