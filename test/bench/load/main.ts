/** The load generator: all clients of a run, in one separate process. */
import { collect, serve } from '../harness/part.ts';
import { type Connection, type Who, connect } from './connection.ts';
import { createTalk, type Pace, type Pair } from './talk.ts';

interface Group {
  readonly who: readonly Who[];
  /** In the order of `who`; in a group that talks, each two consecutive ones are a pair. */
  readonly connections: Connection[];
  readonly talk: ReturnType<typeof createTalk>;
  readonly pairs: Pair[];
}

/** Handshakes in flight at a time. */
const AT_ONCE = 64;
const groups = new Map<string, Group>();

function group(name: string): Group {
  const found = groups.get(name);
  if (found === undefined) throw new Error(`no group ${name}`);
  return found;
}

/** Runs `work` for each item, `atOnce` at a time. */
async function each<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}

/** Opens more connections of a group. */
async function open(name: string, who: readonly Who[], atOnce: number): Promise<void> {
  const talk = createTalk(who[0]?.dialect !== 'raw');
  const into = groups.get(name) ?? { who: [], connections: [], talk, pairs: [] };
  const offset = into.connections.length;
  await each(who, atOnce, async (one, index) => {
    into.connections[offset + index] = await connect(one, into.talk.heard);
  });
  groups.set(name, { ...into, who: [...into.who, ...who] });
}

const api = {
  open: ({ name, who, atOnce = AT_ONCE }: { name: string; who: readonly Who[]; atOnce?: number }) =>
    open(name, who, atOnce),

  /** Pairs consecutive connections, each pair with its conversation. */
  pair({ name, conversations }: { name: string; conversations: readonly string[] }) {
    const { connections, pairs } = group(name);
    conversations.forEach((conversationId, index) => {
      const [one, other] = connections.slice(index * 2, index * 2 + 2);
      if (one && other) pairs.push({ conversationId, sides: [one, other] });
    });
  },

  /** Lets the pairs `from` to `to` exchange messages. */
  talk({ name, from, to, pace }: { name: string; from: number; to: number; pace: Pace }) {
    const { talk, pairs } = group(name);
    return talk.run(pairs.slice(from, to), pace);
  },

  /** Sends one event on each of the last connections; all must be accepted. */
  async send({ name, event, json }: { name: string; event: string; json: string[] }) {
    const { connections } = group(name);
    const from = connections.length - json.length;
    await each(json, AT_ONCE, async (payload, index) => {
      const answer = await connections[from + index]?.ask(event, payload);
      if (answer?.includes('"ok":true') !== true) throw new Error(`refused: ${answer ?? ''}`);
    });
  },

  async close({ name }: { name: string }) {
    const { connections } = group(name);
    for (const { ws } of connections) ws.terminate();
    await Promise.all(connections.map(({ closed }) => closed));
    groups.delete(name);
  },

  /**
   * Waits until the servers have closed all connections, then reconnects every client to another port, each after a
   * random delay below `withinMs`. Returns the time from the first close until the last client is ready (ms).
   */
  async comeBack({ name, port, withinMs }: { name: string; port: number; withinMs: number }) {
    const { connections, who } = group(name);
    let cutAt = Number.POSITIVE_INFINITY;
    await Promise.all(
      connections.map(async ({ closed }, index) => {
        await closed;
        cutAt = Math.min(cutAt, performance.now());
        const waitMs = Math.random() * withinMs;
        if (withinMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
        const one = who[index] as Who;
        connections[index] = await connect({ ...one, port }, () => {});
      }),
    );
    return performance.now() - cutAt;
  },

  collect: () => collect(),
};
export type Load = typeof api;

serve(api);
