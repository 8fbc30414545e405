/** Many waiting seekers: memory for each, and the cost of sending them their queue positions. */
import { systemClock } from '@terskel/server/clock';
import { setTimeout as delay } from 'node:timers/promises';
import { wish } from '../../helpers/fixtures.ts';
import { cpuDuring, quiet, rssBytes } from '../harness/cost.ts';
import { type Part, startPart } from '../harness/part.ts';
import type { Growth, Options, Result } from '../harness/result.ts';
import { median } from '../harness/statistics.ts';
import type { Who } from '../load/connection.ts';
import type { Load } from '../load/main.ts';
import type { Raw } from '../references/raw.ts';
import type { SocketIo } from '../references/socket-io.ts';
import { type Service, type Waiter, startService } from '../service.ts';

const KB = 1_024;
const SECOND = 1_000;
const US_PER_MS = 1_000;
/** For these only CPU is measured: their memory is less than the noise. */
const SMALL = [10, 100];
/** Clients opened before memory is measured, so that one-off allocations of a server are not counted. */
const FIRST = 500;
/** Clients after the first ones. */
const SIZES = [100, 1_000, 10_000];
const CHANGES_PER_SECOND = 20;
/** Covers three broadcasts of queue positions (ms). */
const WATCHED_MS = 6_000;
/** Changes that the reference sends, each to every client. */
const REFERENCE_CHANGES = 2;

/** Bytes per client after the first ones. */
interface Memory {
  readonly size: number;
  readonly ours: number;
  readonly theirs: number;
}
/** CPU per second of changes (µs). */
interface Updates {
  readonly size: number;
  readonly ours: number;
  readonly theirs: number;
}
interface Round {
  readonly memory: readonly Memory[];
  readonly updates: readonly Updates[];
}

export async function crowd({ runs, quick }: Options): Promise<Result[]> {
  const sizes = quick ? SIZES.slice(0, 2) : SIZES;
  const rounds: Round[] = [];
  // Each round needs new processes and takes long.
  for (let run = 0; run < Math.min(runs, quick ? 1 : 3); run += 1) rounds.push(await round(sizes));
  const last = (what: keyof Round) => rounds.flatMap((one) => one[what].slice(-1));
  const grown = (what: string, unit: string, of: keyof Round, scale: number): Growth => ({
    ...{ kind: 'growth', what, size: 'waiting', unit },
    points: (rounds[0]?.[of] ?? []).map(({ size }, index) => ({
      size,
      cost: median(rounds.map((one) => (one[of][index]?.ours ?? Number.NaN) / scale)),
    })),
  });
  const size = (sizes.at(-1) ?? 0).toLocaleString('en');
  return [
    {
      kind: 'figure',
      figure: `memory of each of ${size} waiting seekers with its state, in node and stores`,
      reference: 'raw ws connection',
      ...{ atMost: 3.2, stretch: 2.4, unit: 'kB' },
      ours: last('memory').map(({ ours }) => ours / KB),
      theirs: last('memory').map(({ theirs }) => theirs / KB),
    },
    {
      kind: 'figure',
      figure: `CPU for the places of ${size} waiting, ${CHANGES_PER_SECOND} changes a second`,
      reference: 'one Socket.IO emit to each per change',
      ...{ atMost: 1 / 15, stretch: 1 / 30, unit: 'ms/s' },
      ours: last('updates').map(({ ours }) => ours / US_PER_MS),
      theirs: last('updates').map(({ theirs }) => theirs / US_PER_MS),
    },
    grown('memory of each waiting seeker', 'kB', 'memory', KB),
    grown('CPU for all places', 'ms/s', 'updates', US_PER_MS),
  ];
}

async function round(sizes: readonly number[]): Promise<Round> {
  const measured = { memory: [] as Memory[], updates: [] as Updates[] };
  {
    // On processes of their own: what an update leaves behind would count in the memory of the next clients.
    await using few = await openCrowd();
    for (const size of SMALL) {
      await few.fill(size);
      measured.updates.push(await few.updates());
    }
  }
  await using many = await openCrowd();
  await many.fill(FIRST);
  const before = await many.memory();
  for (const size of sizes) {
    await many.fill(FIRST + size);
    const after = await many.memory();
    measured.memory.push({
      size,
      ours: (after.ours - before.ours) / size,
      theirs: (after.theirs - before.theirs) / size,
    });
    measured.updates.push(await many.updates());
  }
  return measured;
}

/** The service, raw `ws` and plain Socket.IO, each with the same number of clients. */
async function openCrowd() {
  const stack = new AsyncDisposableStack();
  const service = stack.use(await startService(1));
  const raw = stack.use(startPart<Raw>('references/raw.ts'));
  const plain = stack.use(startPart<SocketIo>('references/socket-io.ts'));
  // One process each: a process can hold a limited number of sockets.
  const loads = [0, 1, 2].map(() => stack.use(startPart<Load>('load/main.ts')));
  const [load, rawLoad, plainLoad] = loads as [Part<Load>, Part<Load>, Part<Load>];
  const rawWho: Who = { dialect: 'raw', port: await raw.call('listen', null), auth: '' };
  const port = await plain.call('listen', { redisPath: null });
  const plainWho: Who = { dialect: 'socket.io', port, auth: '{}' };
  const changes = (CHANGES_PER_SECOND * WATCHED_MS) / SECOND;
  let present = 0;

  const arrive = (by: Part<Load>, who: Who, count: number) =>
    by.call('open', { name: 'crowd', who: Array.from({ length: count }, () => who) });
  /** The normal way: connect, then open a ticket. */
  async function takePlaces(count: number): Promise<void> {
    await arrive(load, service.newcomer(0), count);
    const json = Array.from({ length: count }, () => JSON.stringify(wish()));
    await load.call('send', { name: 'crowd', event: 'ticket:open', json });
  }

  return {
    /** More clients arrive, until there are this many. */
    async fill(size: number): Promise<void> {
      await takePlaces(size - present);
      await arrive(rawLoad, rawWho, size - present);
      await arrive(plainLoad, plainWho, size - present);
      present = size;
    },
    async memory(): Promise<{ ours: number; theirs: number }> {
      await service.collect();
      await raw.call('collect', null);
      return { ours: rssBytes(service.pids), theirs: rssBytes([raw.pid]) };
    },
    async updates(): Promise<Updates> {
      // These tickets are at the head of the queue and leave one by one.
      const heads: Waiter[] = [];
      for (let n = 0; n < changes; n += 1) heads.push(await service.waiting(true));
      await quiet(service.pids);
      const ours = await cpuDuring(service.pids, () => leave(service, heads));
      const theirs = await cpuDuring([plain.pid], async () => {
        await plain.call('tellPlaces', { changes: REFERENCE_CHANGES });
        await quiet([plain.pid]);
      });
      return {
        size: present,
        ours: (ours.us / WATCHED_MS) * SECOND,
        theirs: (theirs.us / REFERENCE_CHANGES) * CHANGES_PER_SECOND,
      };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** The seekers at the head of the queue leave, one after the other. */
async function leave(service: Service, heads: readonly Waiter[]): Promise<void> {
  for (const { seeker } of heads) {
    const next = delay(SECOND / CHANGES_PER_SECOND);
    await service.store.endTicket(seeker, 'cancelled', systemClock.now());
    await next;
  }
}
