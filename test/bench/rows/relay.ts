/** Messages between two people: CPU per message and delivery time. */
import { newId } from '../../helpers/people.ts';
import { startTestRedis } from '../../helpers/redis.ts';
import { cpuDuring } from '../harness/cost.ts';
import { startPart } from '../harness/part.ts';
import type { Options, Result } from '../harness/result.ts';
import type { Who } from '../load/connection.ts';
import type { DialectName } from '../load/dialects.ts';
import type { Load } from '../load/main.ts';
import type { Pace } from '../load/talk.ts';
import type { Logged } from '../references/logged.ts';
import type { Raw } from '../references/raw.ts';
import type { SocketIo } from '../references/socket-io.ts';
import { openTalks } from '../talks.ts';

/** Pairs that talk at a time. Twice as many are connected and alternate, so that none reaches a rate limit. */
const PAIRS = 500;
/**
 * Rates that two cores sustain with the load generator beside them. Above them, delivery time is only queueing delay.
 */
const PACES: readonly Pace[] = [
  { perSecond: 3_000, forMs: 2_000 },
  { perSecond: 6_000, forMs: 1_000 },
];
const QUICK = { pairs: 100, paces: [{ perSecond: 500, forMs: 1_000 }] };

interface Variant {
  readonly pids: readonly number[];
  readonly conversations: readonly string[];
  /** Consecutive clients form a pair. */
  readonly who: readonly Who[];
}
interface Slice {
  readonly us: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}
const NAMES = [
  ...(['two nodes', 'adapter', 'one node', 'raw ws', 'Socket.IO'] as const),
  ...(['logged, two nodes', 'logged, one node'] as const),
] as const;
type Name = (typeof NAMES)[number];
type Slices = Record<Name, Slice>;

export async function relay({ runs, quick }: Options): Promise<Result[]> {
  await using stack = new AsyncDisposableStack();
  const { pairs, paces } = quick ? QUICK : { pairs: PAIRS, paces: PACES };
  const variants: Record<Name, Variant> = {
    'two nodes': await ours(stack, 2, pairs * 2),
    adapter: await socketIo(stack, 2, pairs * 2),
    'one node': await ours(stack, 1, pairs * 2),
    'raw ws': await raw(stack, pairs * 2),
    'Socket.IO': await socketIo(stack, 1, pairs * 2),
    'logged, two nodes': await logged(stack, 2, pairs * 2),
    'logged, one node': await logged(stack, 1, pairs * 2),
  };
  const load = stack.use(startPart<Load>('load/main.ts'));
  for (const [name, { who, conversations }] of Object.entries(variants)) {
    await load.call('open', { name, who });
    await load.call('pair', { name, conversations });
  }
  /** One half of the pairs talks on each variant, one variant after the other. Null if the machine is too busy. */
  async function everybody(from: number, pace: Pace): Promise<Slices | null> {
    const slices: Partial<Slices> = {};
    for (const name of NAMES) {
      const talk = () => load.call('talk', { name, from, to: from + pairs, pace });
      const { us, answer } = await cpuDuring(variants[name].pids, talk);
      if (answer === null) return null;
      slices[name] = { ...answer, us: us / answer.delivered };
    }
    return slices as Slices;
  }

  const got = new Map(paces.map((pace) => [pace, [] as Slices[]]));
  // The first run does not count: code that runs for the first time costs more.
  for (let run = -1; run < runs; run += 1) {
    for (const [index, pace] of paces.entries()) {
      const slices = await everybody(index % 2 === 0 ? pairs : 0, pace);
      if (slices === null) console.error(`too busy for ${pace.perSecond} messages a second`);
      else if (run >= 0) got.get(pace)?.push(slices);
    }
  }
  return [...got].flatMap(([{ perSecond }, slices]) => figures(perSecond, slices));
}

function figures(perSecond: number, slices: readonly Slices[]): Result[] {
  const of = (name: Name, what: keyof Slice) => slices.map((slice) => slice[name][what]);
  const rate = `${perSecond.toLocaleString('en')}/s`;
  return [
    {
      kind: 'figure',
      figure: `total CPU per message, two nodes, ${rate}`,
      reference: 'Socket.IO + redis-adapter with ack, two nodes, nothing kept',
      ...{ atMost: 1.15, stretch: 0.9, unit: 'µs' },
      ...{ ours: of('two nodes', 'us'), theirs: of('adapter', 'us') },
    },
    {
      kind: 'figure',
      figure: `total CPU per message, one node, ${rate}`,
      reference: 'raw ws relay',
      ...{ atMost: 5, stretch: 3.5, unit: 'µs' },
      ...{ ours: of('one node', 'us'), theirs: of('raw ws', 'us') },
    },
    {
      kind: 'figure',
      figure: `total CPU per message, one node, ${rate}`,
      reference: 'plain Socket.IO with ack, nothing kept',
      ...{ atMost: 1.8, stretch: 1.5, unit: 'µs' },
      ...{ ours: of('one node', 'us'), theirs: of('Socket.IO', 'us') },
    },
    {
      kind: 'figure',
      figure: `delivery p50, two nodes, ${rate}`,
      reference: 'Socket.IO + redis-adapter, two nodes',
      ...{ atMost: 1.6, stretch: 1.3, unit: 'ms' },
      ...{ ours: of('two nodes', 'p50Ms'), theirs: of('adapter', 'p50Ms') },
    },
    ...(['logged, two nodes', 'logged, one node'] as const).map((name): Result => {
      const what = `total CPU per message, ${name}: Socket.IO and one script, nothing checked, ${rate}`;
      return { kind: 'aside', what, values: of(name, 'us'), unit: 'µs' };
    }),
    {
      kind: 'aside',
      what: `delivery p99, two nodes, ${rate}`,
      ...{ values: of('two nodes', 'p99Ms'), unit: 'ms' },
    },
  ];
}

async function ours(stack: AsyncDisposableStack, nodes: number, pairs: number): Promise<Variant> {
  const { service, conversations, who } = await openTalks(stack, nodes, pairs);
  return { pids: service.pids, conversations, who };
}

/** Pairs share a Socket.IO room, one client on the first port and one on the last. */
function rooms(dialect: DialectName, ports: readonly number[], pairs: number) {
  const conversations = Array.from({ length: pairs }, newId);
  const who = conversations.flatMap((room): Who[] => {
    const auth = dialect === 'raw' ? room : JSON.stringify({ room });
    const at = (port = 0): Who => ({ dialect, port, auth });
    return [at(ports[0]), at(ports.at(-1))];
  });
  return { conversations, who };
}

async function socketIo(stack: AsyncDisposableStack, nodes: number, pairs: number) {
  const redis = nodes > 1 ? stack.use(await startTestRedis()) : null;
  const redisPath = redis === null ? null : new URL(redis.url).pathname;
  const [pids, ports]: number[][] = [redis === null ? [] : [redis.pid], []];
  for (let n = 0; n < nodes; n += 1) {
    const node = stack.use(startPart<SocketIo>('references/socket-io.ts'));
    pids?.push(node.pid);
    ports?.push(await node.call('listen', { redisPath }));
  }
  return { pids: pids ?? [], ...rooms('socket.io', ports ?? [], pairs) };
}

async function logged(stack: AsyncDisposableStack, nodes: number, pairs: number) {
  const redis = stack.use(await startTestRedis());
  const redisPath = new URL(redis.url).pathname;
  const [pids, ports] = [[redis.pid], [] as number[]];
  for (let n = 0; n < nodes; n += 1) {
    const node = stack.use(startPart<Logged>('references/logged.ts'));
    pids.push(node.pid);
    ports.push(await node.call('listen', { redisPath }));
  }
  return { pids, ...rooms('socket.io', ports, pairs) };
}

async function raw(stack: AsyncDisposableStack, pairs: number): Promise<Variant> {
  const node = stack.use(startPart<Raw>('references/raw.ts'));
  const port = await node.call('listen', null);
  return { pids: [node.pid], ...rooms('raw', [port], pairs) };
}
