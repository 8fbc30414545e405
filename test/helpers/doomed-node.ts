/** A node that is killed just before, or just after, the live store executes one certain script for it. */
import { redisClient } from '@terskel/server/redis/client';
import { scripts } from '@terskel/server/redis/scripts';
import type { NodeProcess } from './process.ts';
import type { TestService } from './service.ts';
import { startTcpProxy } from './tcp-proxy.ts';

export type Script = keyof typeof scripts;
/** `before`: the store never gets the script. `after`: it has executed it, and the node does not get the reply. */
export type Moment = 'before' | 'after';

export interface DoomedNode extends AsyncDisposable {
  readonly port: number;
  /**
   * Once this resolves, the node's next request for the script is its last one. `reached` resolves at the moment at
   * which the node must be killed.
   */
  doom(script: Script, moment: Moment): Promise<{ readonly reached: Promise<void> }>;
  kill(): Promise<void>;
  /** Until `resume`, the process does nothing. */
  pause(): void;
  resume(): void;
}

export async function startDoomedNode(service: TestService): Promise<DoomedNode> {
  const opened = new AsyncDisposableStack();
  const wire = opened.use(await startTcpProxy(service.live.url.replace('unix://', '')));
  const node: NodeProcess = await service.spawn({ REDIS_URL: `redis://127.0.0.1:${wire.port}` });
  const watcher = await redisClient(service.live.url, () => {}).connect();
  opened.defer(() => watcher.destroy());
  return {
    port: node.port,
    async doom(name, moment) {
      const { SCRIPT, SHA1 } = scripts[name];
      // The node's request is not answered with NOSCRIPT.
      await service.redis.scriptLoad(SCRIPT);
      const { promise: reached, resolve } = Promise.withResolvers<void>();
      let isRequested = false;
      // Redis reports a command to its monitors before any later command, and after its execution. The node's own tick may request
      // the script at any time, so the monitor must be there first.
      await watcher.monitor((line) => {
        if (isRequested && !line.includes(' lua]') && line.includes(SHA1)) resolve();
      });
      wire.tap = (_, way, bytes) => {
        if (isRequested || way === 'down' || !bytes.includes(SHA1)) return;
        isRequested = true;
        if (moment === 'after') wire.down.silent = true;
        else {
          wire.freeze();
          resolve();
        }
      };
      return { reached };
    },
    async kill() {
      await node.kill('SIGKILL');
      wire.cut();
    },
    pause: () => void process.kill(node.pid, 'SIGSTOP'),
    resume: () => void process.kill(node.pid, 'SIGCONT'),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
