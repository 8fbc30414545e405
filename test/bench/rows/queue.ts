/** Cost of opening a ticket and of pairing, with few and with 100,000 waiting. */
import { systemClock } from '@terskel/server/clock';
import { openBullmq } from '../bullmq.ts';
import type { Options, Result } from '../harness/result.ts';
import { median } from '../harness/statistics.ts';
import { openStore, type StoreBench } from '../store.ts';

const SHORT = 100;
/** Tickets opened, then paired, per batch; afterwards the queue is as long as before. */
const BATCH = 50;
const BATCHES = 10;
const TRIVIAL = 2_000;

interface Costs {
  readonly enqueue: number;
  readonly pair: number;
}

const staffOf = new WeakMap<StoreBench, Awaited<ReturnType<StoreBench['volunteers']>>>();

/** The queue grows and shrinks by the same number; returns the cost of a ticket and of a pair. */
async function round(bench: StoreBench, batches: number): Promise<Costs> {
  let [enqueue, pair] = [0, 0];
  for (let batch = 0; batch < batches; batch += 1) {
    enqueue += await bench.enqueue(BATCH);
    pair += await bench.pair(BATCH);
    await release(bench);
  }
  return { enqueue: enqueue / batches, pair: pair / batches };
}

/** The same with the floor scripts, in a store without volunteers. */
async function floorRound(bench: StoreBench, batches: number): Promise<Costs> {
  await bench.redis.flushDb();
  await bench.enqueue(SHORT, bench.floor);
  let [enqueue, pair] = [0, 0];
  for (let batch = 0; batch < batches; batch += 1) {
    enqueue += await bench.enqueue(BATCH, bench.floor);
    pair += await bench.pair(BATCH, bench.floor);
  }
  return { enqueue: enqueue / batches, pair: pair / batches };
}

/** Ends every offered ticket, so that all volunteers are free again. */
async function release(bench: StoreBench): Promise<void> {
  for (const member of staffOf.get(bench) ?? []) {
    const offer = await bench.crowd.offerOf(member);
    const seeker = offer && bench.seekerOf(offer.publicKey);
    if (seeker) await bench.store.endTicket(seeker, 'exit', systemClock.now());
  }
}

/** What one run measures, all variants one after the other. */
interface Run {
  readonly short: Costs;
  readonly floor: Costs;
  /** All five lanes are read, because the first ticket suits no volunteer. */
  readonly blocked: Costs;
  readonly long: Costs;
  readonly trivial: number;
  readonly carried: number;
  readonly bull: { readonly add: number; readonly work: number };
  readonly smallJob: { readonly add: number; readonly work: number };
}

export async function queue({ runs, quick }: Options): Promise<Result[]> {
  await using stack = new AsyncDisposableStack();
  const open = async () => stack.use(await openStore());
  const [short, floor, blocked, long] = [await open(), await open(), await open(), await open()];
  const bullmq = stack.use(await openBullmq());
  for (const bench of [short, blocked, long]) staffOf.set(bench, await bench.volunteers(BATCH));
  await blocked.block();
  const batches = quick ? 2 : BATCHES;
  for (const bench of [short, blocked]) {
    await bench.enqueue(SHORT);
    await round(bench, batches);
  }
  await floorRound(floor, batches);
  await bullmq.jobs(true);
  const args = await short.placeArguments();

  const sizes = quick ? [100, 1_000] : [100, 1_000, 10_000, 100_000];
  const points = { enqueue: [] as Point[], pair: [] as Point[] };
  const all: Run[] = [];
  let waiting = 0;
  for (const size of sizes) {
    await long.enqueue(size - waiting);
    waiting = size;
    for (let run = 0; run < runs; run += 1) {
      all.push({
        trivial: await short.trivial(TRIVIAL),
        carried: await short.trivial(TRIVIAL, args),
        floor: await floorRound(floor, batches),
        short: await round(short, batches),
        blocked: await round(blocked, batches),
        long: await round(long, batches),
        bull: await bullmq.jobs(true),
        smallJob: await bullmq.jobs(false),
      });
    }
    for (const what of ['enqueue', 'pair'] as const) {
      points[what].push({ size, cost: median(all.slice(-runs).map((run) => run.long[what])) });
    }
  }
  return [...figures(all, waiting, runs), ...growths(points), ...asides(all)];
}

function figures(all: readonly Run[], waiting: number, runs: number): Result[] {
  const floor = { reference: 'its floor script', atMost: 1.8, stretch: 1.4, unit: 'µs' };
  const last = all.slice(-runs);
  return [
    {
      ...{ kind: 'figure', figure: 'taking a place, Redis CPU', ...floor },
      ...{ ours: all.map((run) => run.short.enqueue), theirs: all.map((run) => run.floor.enqueue) },
    },
    {
      ...{ kind: 'figure', figure: 'pairing over 5 lanes, Redis CPU', ...floor },
      ...{ ours: all.map((run) => run.short.pair), theirs: all.map((run) => run.floor.pair) },
    },
    {
      kind: 'figure',
      figure: 'a place and a pair, Redis CPU',
      reference: 'BullMQ: adding, taking and finishing a job with the same data',
      ...{ atMost: 1, stretch: 0.6, unit: 'µs' },
      ours: all.map(({ short }) => short.enqueue + short.pair),
      theirs: all.map(({ bull }) => bull.add + bull.work),
    },
    {
      kind: 'figure',
      figure: `pairing with ${waiting.toLocaleString('en')} waiting, Redis CPU`,
      reference: `with ${SHORT} waiting`,
      ...{ atMost: 1.15, stretch: 1.05, unit: 'µs' },
      ours: last.map(({ long }) => long.pair),
      theirs: last.map(({ short }) => short.pair),
    },
  ];
}

type Point = { readonly size: number; readonly cost: number };

function growths(points: Readonly<Record<keyof Costs, readonly Point[]>>): Result[] {
  const of = (what: string, cost: keyof Costs): Result => ({
    ...{ kind: 'growth', what, size: 'waiting', unit: 'µs', points: points[cost] },
  });
  return [of('taking a place', 'enqueue'), of('pairing over 5 lanes', 'pair')];
}

function asides(all: readonly Run[]): Result[] {
  const of = (what: string, cost: (run: Run) => number): Result => ({
    ...{ kind: 'aside', what: `${what}, Redis CPU`, values: all.map(cost), unit: 'µs' },
  });
  return [
    of('trivial EVALSHA', ({ trivial }) => trivial),
    of('trivial EVALSHA with the arguments of a ticket', ({ carried }) => carried),
    of(
      'pairing when all 5 lanes are read: the first ticket suits no volunteer',
      ({ blocked }) => blocked.pair,
    ),
    of('BullMQ: adding a job', ({ bull }) => bull.add),
    of('BullMQ: taking and finishing a job', ({ bull }) => bull.work),
    of(
      'BullMQ: all of that for a job of 300 characters',
      ({ smallJob }) => smallJob.add + smallJob.work,
    ),
  ];
}
