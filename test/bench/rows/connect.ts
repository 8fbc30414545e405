/**
 * The CPU cost of a reconnect whose session still exists, and how long a crowd takes to reconnect after a node dies.
 */
import { cpuDuring, quiet } from '../harness/cost.ts';
import { startPart } from '../harness/part.ts';
import type { Options, Result } from '../harness/result.ts';
import { median } from '../harness/statistics.ts';
import type { Who } from '../load/connection.ts';
import type { Load } from '../load/main.ts';
import type { Raw } from '../references/raw.ts';
import type { SocketIo } from '../references/socket-io.ts';
import { type Service, startService } from '../service.ts';

const SIZES = [10, 100, 1_000, 10_000];
/** Clients of the figure; one run with more takes long. */
const MANY = 1_000;
/** Runs of the largest crowds take long. */
const LONG_RUNS = 3;
const STORM = 5_000;
/** Pages spread their first reconnect at random within twice the first delay (`client/src/net/retry-delay.ts`) (ms). */
const SPREAD_MS = 1_000;

/** Handshakes of waiting seekers whose tabs reconnect. */
async function returning(service: Service, node: number, count: number): Promise<Who[]> {
  const who: Who[] = [];
  for (let n = 0; n < count; n += 1) {
    const { auth } = await service.waiting();
    who.push({ dialect: 'waiting', port: service.port(node), auth });
  }
  return who;
}

const crowd = (dialect: 'raw' | 'socket.io', port: number, count: number): Who[] =>
  Array.from({ length: count }, () => ({ dialect, port, auth: dialect === 'raw' ? '' : '{}' }));

export async function connect({ runs, quick }: Options): Promise<Result[]> {
  await using stack = new AsyncDisposableStack();
  const service = stack.use(await startService(1));
  const raw = stack.use(startPart<Raw>('references/raw.ts'));
  const plain = stack.use(startPart<SocketIo>('references/socket-io.ts'));
  const load = stack.use(startPart<Load>('load/main.ts'));
  const rawPort = await raw.call('listen', null);
  const plainPort = await plain.call('listen', { redisPath: null });
  const sizes = quick ? SIZES.slice(0, 3) : SIZES;
  const seekers = await returning(service, 0, sizes.at(-1) ?? 0);

  /** CPU per client when all of `who` connect (µs). */
  async function arrival(pids: readonly number[], who: Who[]): Promise<number> {
    await quiet(pids);
    const { us } = await cpuDuring(pids, () => load.call('open', { name: 'crowd', who }));
    await load.call('close', { name: 'crowd' });
    return us / who.length;
  }
  const once = async (count: number) => ({
    raw: await arrival([raw.pid], crowd('raw', rawPort, count)),
    plain: await arrival([plain.pid], crowd('socket.io', plainPort, count)),
    ours: await arrival(service.pids, seekers.slice(0, count)),
  });

  await once(MANY);
  const got = new Map(sizes.map((size) => [size, [] as Awaited<ReturnType<typeof once>>[]]));
  for (let run = 0; run < runs; run += 1) {
    for (const size of sizes) {
      if (size <= MANY || run < LONG_RUNS) got.get(size)?.push(await once(size));
    }
  }
  const of = (size: number, who: 'raw' | 'plain' | 'ours') =>
    (got.get(size) ?? []).map((costs) => costs[who]);
  return [
    {
      kind: 'figure',
      figure: 'connect and resume, CPU',
      reference: 'plain Socket.IO connect, nothing looked up',
      ...{ atMost: 2, stretch: 1.5, unit: 'µs', ours: of(MANY, 'ours'), theirs: of(MANY, 'plain') },
    },
    {
      ...{ kind: 'growth', what: 'connect and resume, CPU each', size: 'clients', unit: 'µs' },
      points: sizes.map((size) => ({ size, cost: median(of(size, 'ours')) })),
    },
    { kind: 'aside', what: 'raw ws connect, CPU', values: of(MANY, 'raw'), unit: 'µs' },
  ];
}

export async function storm({ runs, quick }: Options): Promise<Result[]> {
  const sizes = [5, 50, 500, STORM].slice(0, quick ? 3 : 4);
  const most = sizes.at(-1) ?? 0;
  const [ours, plain, raw]: [number[], number[], number[]] = [[], [], []];
  const points = [];
  for (const size of sizes) {
    const took: number[] = [];
    for (let run = 0; run < (size === most ? Math.min(runs, LONG_RUNS) : 1); run += 1) {
      if (size === most) {
        raw.push(await rawBack(size));
        plain.push(await plainBack(size));
      }
      took.push(await seekersBack(size));
    }
    if (size === most) ours.push(...took);
    points.push({ size, cost: median(took) });
  }
  const count = most.toLocaleString('en');
  return [
    {
      kind: 'figure',
      figure: `${count} seekers back after a node’s death, resumed`,
      reference: 'plain Socket.IO clients, nothing resumed',
      ...{ atMost: 1.6, stretch: 1.2, unit: 'ms', ours, theirs: plain },
    },
    {
      ...{ kind: 'growth', what: 'all clients reconnected', size: 'seekers', unit: 'ms', points },
    },
    { kind: 'aside', what: `${count} raw sockets back, at once`, values: raw, unit: 'ms' },
  ];
}

/** Time from the death of one of two nodes until the other has sent all its seekers their queue position (ms). */
async function seekersBack(count: number): Promise<number> {
  await using service = await startService(2);
  const who = await returning(service, 0, count);
  return await back(who, service.port(1), SPREAD_MS, async () => service.nodes[0]?.kill());
}

/** The same for Socket.IO servers that keep nothing. Clients spread their reconnects in the same way. */
async function plainBack(count: number): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const start = () => stack.use(startPart<SocketIo>('references/socket-io.ts'));
  const [dying, living] = [start(), start()];
  const [from, to] = [
    await dying.call('listen', { redisPath: null }),
    await living.call('listen', { redisPath: null }),
  ];
  return await back(crowd('socket.io', from, count), to, SPREAD_MS, () => dying.kill());
}

async function rawBack(count: number): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const start = () => stack.use(startPart<Raw>('references/raw.ts'));
  const [dying, living] = [start(), start()];
  const [from, to] = [await dying.call('listen', null), await living.call('listen', null)];
  return await back(crowd('raw', from, count), to, 0, () => dying.kill());
}

/** Time from the death of their server until all clients are ready on another (ms). */
async function back(
  who: readonly Who[],
  port: number,
  withinMs: number,
  kill: () => Promise<unknown>,
): Promise<number> {
  await using load = startPart<Load>('load/main.ts');
  await load.call('open', { name: 'crowd', who });
  const took = load.call('comeBack', { name: 'crowd', port, withinMs });
  await kill();
  return await took;
}
