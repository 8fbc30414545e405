/** Cost of opening a ticket and of pairing, with few and with 100,000 waiting. */
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { randomIds, systemClock } from '@terskel/server/clock';
import { wish } from '../../helpers/fixtures.ts';
import { startTestRedis } from '../../helpers/redis.ts';
import { cpuDuring } from '../harness/cost.ts';
import type { Options, Result } from '../harness/result.ts';
import { median } from '../harness/statistics.ts';
import { openStore, type StoreBench } from '../store.ts';

const SHORT = 100;
/** Tickets opened, then paired, per batch; afterwards the queue is as long as before. */
const BATCH = 50;
const BATCHES = 10;
const TRIVIAL = 2_000;
const JOBS = 2_000;

interface Costs {
  readonly enqueue: number;
  readonly pair: number;
}

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

/** As many and as long as those of the ticket script: Redis parses all arguments before it runs. */
function argumentsOfPlace(): string[] {
  const [seeker, ticket, connection] = [randomIds.secret(), randomIds.id(), randomIds.id()];
  const { publicKey, language } = wish();
  const now = String(systemClock.now());
  return [
    ...[seeker, 'a', connection, ticket, publicKey, language, 'grief', '', '', ''],
    ...[now, now, '86400000', '10000000', ''],
  ];
}

const staffOf = new WeakMap<StoreBench, Awaited<ReturnType<StoreBench['volunteers']>>>();

/** Ends every offered ticket, so that all volunteers are free again. */
async function release(bench: StoreBench): Promise<void> {
  for (const member of staffOf.get(bench) ?? []) {
    const offer = await bench.crowd.offerOf(member);
    const seeker = offer && bench.seekerOf(offer.publicKey);
    if (seeker) await bench.store.endTicket(seeker, 'exit', systemClock.now());
  }
}

export async function queue({ runs, quick }: Options): Promise<Result[]> {
  await using short = await openStore();
  await using blocked = await openStore();
  await using long = await openStore();
  for (const bench of [short, blocked, long]) staffOf.set(bench, await bench.volunteers(BATCH));
  await blocked.block();
  const batches = quick ? 2 : BATCHES;
  for (const bench of [short, blocked]) {
    await bench.enqueue(SHORT);
    await round(bench, batches);
  }
  const [carried, aside]: [number[], Costs[]] = [[], []];

  const sizes = quick ? [100, 1_000] : [100, 1_000, 10_000, 100_000];
  const points = { enqueue: [] as Point[], pair: [] as Point[] };
  const [ours, trivial]: [Costs[], number[]] = [[], []];
  let longest: Costs[] = [];
  let waiting = 0;
  for (const size of sizes) {
    await long.enqueue(size - waiting);
    waiting = size;
    longest = [];
    for (let run = 0; run < runs; run += 1) {
      trivial.push(await short.trivial(TRIVIAL));
      carried.push(await short.trivial(TRIVIAL, argumentsOfPlace));
      ours.push(await round(short, batches));
      aside.push(await round(blocked, batches));
      longest.push(await round(long, batches));
    }
    for (const what of ['enqueue', 'pair'] as const) {
      points[what].push({ size, cost: median(longest.map((costs) => costs[what])) });
    }
  }
  const reference = 'trivial EVALSHA';
  const bull = await bullmq(runs);
  return [
    {
      ...{ kind: 'figure', figure: 'taking a place, Redis CPU', reference, unit: 'µs' },
      ...{ atMost: 5, stretch: 4, ours: ours.map(({ enqueue }) => enqueue), theirs: trivial },
    },
    {
      ...{ kind: 'figure', figure: 'pairing over 5 lanes, Redis CPU', reference, unit: 'µs' },
      ...{ atMost: 14, stretch: 9, ours: ours.map(({ pair }) => pair), theirs: trivial },
    },
    {
      kind: 'figure',
      figure: `pairing with ${waiting.toLocaleString('en')} waiting, Redis CPU`,
      reference: `with ${SHORT} waiting`,
      ...{ atMost: 1.15, stretch: 1.05, unit: 'µs' },
      ours: longest.map(({ pair }) => pair),
      theirs: ours.slice(-runs).map(({ pair }) => pair),
    },
    ...(['enqueue', 'pair'] as const).map((what): Result => {
      const named = what === 'enqueue' ? 'taking a place' : 'pairing over 5 lanes';
      return { kind: 'growth', what: named, size: 'waiting', unit: 'µs', points: points[what] };
    }),
    {
      kind: 'aside',
      what: 'trivial EVALSHA with the arguments of a ticket, Redis CPU',
      values: carried,
      unit: 'µs',
    },
    {
      kind: 'aside',
      what: 'pairing when the first ticket suits no volunteer, so that all 5 lanes are read, Redis CPU',
      values: aside.map(({ pair }) => pair),
      unit: 'µs',
    },
    { kind: 'aside', what: 'BullMQ: adding a job, Redis CPU', values: bull.add, unit: 'µs' },
    {
      kind: 'aside',
      what: 'BullMQ: taking and finishing a job, Redis CPU',
      values: bull.work,
      unit: 'µs',
    },
  ];
}

type Point = { readonly size: number; readonly cost: number };

/** A third-party queue, for comparison. */
async function bullmq(runs: number): Promise<{ add: number[]; work: number[] }> {
  await using redis = await startTestRedis();
  const connect = () => new Redis(new URL(redis.url).pathname, { maxRetriesPerRequest: null });
  const [add, work]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    const [adding, working] = [connect(), connect()];
    const jobs = new Queue('bench', { connection: adding });
    const data = { text: 'x'.repeat(300) };
    const bulk = Array.from({ length: JOBS }, () => ({
      ...{ name: 'job', data },
      opts: { removeOnComplete: true },
    }));
    add.push((await cpuDuring([redis.pid], () => jobs.addBulk(bulk))).us / JOBS);
    const all = Promise.withResolvers<void>();
    let done = 0;
    const { us } = await cpuDuring([redis.pid], async () => {
      const worker = new Worker('bench', async () => {}, { connection: working, concurrency: 50 });
      worker.on('completed', () => {
        done += 1;
        if (done === JOBS) all.resolve();
      });
      await all.promise;
      await worker.close(true);
    });
    work.push(us / JOBS);
    await jobs.close();
    for (const connection of [adding, working]) connection.disconnect();
  }
  return { add, work };
}
