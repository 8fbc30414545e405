/** Ports for programs that need theirs before they listen. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ephemeral range, so that no outgoing connection takes one in the meantime. */
const [LOWEST, HIGHEST] = [10_000, 32_000];

/** `count` consecutive ports that nothing listens on. */
export async function freePorts(count: number): Promise<[first: number, ...others: number[]]> {
  for (;;) {
    const first = randomInt(LOWEST, HIGHEST);
    const others = Array.from({ length: count - 1 }, (_, index) => first + index + 1);
    const servers = [first, ...others].map((port) => createServer().listen(port, '127.0.0.1'));
    const free = await Promise.allSettled(servers.map((server) => once(server, 'listening')));
    const open = servers.filter(({ listening }) => listening);
    await Promise.all(open.map((server) => once(server.close(), 'close')));
    if (free.every(({ status }) => status === 'fulfilled')) return [first, ...others];
  }
}
