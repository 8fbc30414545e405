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
import { type Service, startService } from '../service.ts';

const SIZES = [100, 1_000, 5_000];
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

export async function connect({ runs, quick }: Options): Promise<Result[]> {
  await using stack = new AsyncDisposableStack();
  const service = stack.use(await startService(1));
  const raw = stack.use(startPart<Raw>('references/raw.ts'));
  const load = stack.use(startPart<Load>('load/main.ts'));
  const port = await raw.call('listen', null);
  const sizes = quick ? SIZES.slice(0, 2) : SIZES;
  const seekers = await returning(service, 0, sizes.at(-1) ?? 0);

  /** CPU per client when all of `who` connect (µs). */
  async function arrival(pids: readonly number[], who: Who[]): Promise<number> {
    await quiet(pids);
    const { us } = await cpuDuring(pids, () => load.call('open', { name: 'crowd', who }));
    await load.call('close', { name: 'crowd' });
    return us / who.length;
  }
  const once = async (count: number) => ({
    theirs: await arrival(
      [raw.pid],
      Array.from({ length: count }, (): Who => ({ dialect: 'raw', port, auth: '' })),
    ),
    ours: await arrival(service.pids, seekers.slice(0, count)),
  });

  await once(sizes[1] ?? 0);
  const got = new Map(sizes.map((size) => [size, [] as { ours: number; theirs: number }[]]));
  for (let run = 0; run < runs; run += 1) {
    for (const size of sizes) got.get(size)?.push(await once(size));
  }
  const of = (size: number) => got.get(size) ?? [];
  const [, many = 0] = sizes;
  return [
    {
      ...{ kind: 'figure', figure: 'connect and resume, CPU', reference: 'raw ws connect' },
      ...{ atMost: 5.5, stretch: 4.5, unit: 'µs' },
      ours: of(many).map(({ ours }) => ours),
      theirs: of(many).map(({ theirs }) => theirs),
    },
    {
      ...{ kind: 'growth', what: 'connect and resume, CPU each', size: 'clients', unit: 'µs' },
      points: sizes.map((size) => ({ size, cost: median(of(size).map(({ ours }) => ours)) })),
    },
  ];
}

export async function storm({ runs, quick }: Options): Promise<Result[]> {
  const sizes = quick ? [50, 500] : [50, 500, STORM];
  const [ours, theirs]: [number[], number[]] = [[], []];
  const points = [];
  for (const size of sizes) {
    const times = size === sizes.at(-1) ? Math.min(runs, 3) : 1;
    const took: number[] = [];
    for (let run = 0; run < times; run += 1) {
      const raw = await rawStorm(size);
      took.push(await seekersBack(size));
      if (size === sizes.at(-1)) theirs.push(raw);
    }
    if (size === sizes.at(-1)) ours.push(...took);
    points.push({ size, cost: median(took) });
  }
  const count = (sizes.at(-1) ?? 0).toLocaleString('en');
  return [
    {
      kind: 'figure',
      figure: `${count} seekers back after a node’s death, resumed`,
      reference: 'raw sockets, at once',
      ...{ atMost: 2.5, stretch: 1.7, unit: 'ms', ours, theirs },
    },
    {
      kind: 'growth',
      what: 'all clients reconnected',
      size: 'seekers',
      unit: 'ms',
      points,
    },
  ];
}

/** Time from the death of one of two nodes until the other has sent all its seekers their queue position (ms). */
async function seekersBack(count: number): Promise<number> {
  await using service = await startService(2);
  await using load = startPart<Load>('load/main.ts');
  const who = await returning(service, 0, count);
  await load.call('open', { name: 'crowd', who });
  const back = load.call('comeBack', {
    ...{ name: 'crowd', port: service.port(1), withinMs: SPREAD_MS },
  });
  await service.nodes[0]?.kill();
  return await back;
}

async function rawStorm(count: number): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const start = () => stack.use(startPart<Raw>('references/raw.ts'));
  const [dying, living] = [start(), start()];
  const [from, to] = await Promise.all([dying.call('listen', null), living.call('listen', null)]);
  const load = stack.use(startPart<Load>('load/main.ts'));
  const who = Array.from({ length: count }, (): Who => ({ dialect: 'raw', port: from, auth: '' }));
  await load.call('open', { name: 'crowd', who });
  const back = load.call('comeBack', { name: 'crowd', port: to, withinMs: 0 });
  await dying.kill();
  return await back;
}
