/** Profiles a server process for a while, over its inspector. */
import { once } from 'node:events';
import { WebSocket } from 'ws';

/** One function in one place of the call tree (Chrome DevTools Protocol, `Profiler.ProfileNode`). */
export interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}
export interface Profile {
  readonly nodes: readonly ProfileNode[];
  /** For each sample, the node that was running, and the time since the sample before it (µs). */
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** For `NODE_OPTIONS`: the process listens for a profiler and prints where. */
export const INSPECTED = '--inspect=127.0.0.1:0';
export const SAMPLE_EVERY_US = 250;

/** `output`: what the process has printed so far. */
export async function openProfiler(output: string) {
  const url = /Debugger listening on (ws:\S+)/.exec(output)?.[1];
  if (url === undefined) throw new Error('the process has no inspector');
  const ws = new WebSocket(url);
  await once(ws, 'open');
  let calls = 0;
  async function call(method: string, params: object = {}): Promise<unknown> {
    calls += 1;
    const id = calls;
    ws.send(JSON.stringify({ id, method, params }));
    for (;;) {
      const [data] = (await once(ws, 'message')) as [Buffer];
      const reply = JSON.parse(data.toString()) as { id?: number; result?: unknown };
      if (reply.id === id) return reply.result;
    }
  }
  await call('Profiler.enable');
  await call('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US });
  return {
    start: () => call('Profiler.start'),
    stop: async () => ((await call('Profiler.stop')) as { profile: Profile }).profile,
    close: () => ws.close(),
  };
}
