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
const SIZES = [100, 1_000, 10_000];
const QUICK_SIZES = [100, 1_000];
/** Clients opened before measuring, so that one-off allocations of a server are not counted. */
const FIRST = 500;
const CHANGES_PER_SECOND = 20;
/** Covers three broadcasts of queue positions (ms). */
const WATCHED_MS = 6_000;
/** Changes that the reference sends, each to every client. */
const REFERENCE_CHANGES = 2;

interface Measured {
  readonly size: number;
  /** Bytes per client. */
  readonly ours: number;
  readonly theirs: number;
  /** CPU per second of changes (µs). */
  readonly updates: number;
  readonly reference: number;
}

export async function crowd({ runs, quick }: Options): Promise<Result[]> {
  const sizes = quick ? QUICK_SIZES : SIZES;
  const rounds: Measured[][] = [];
  // Each round needs new processes and takes long.
  for (let run = 0; run < Math.min(runs, quick ? 1 : 3); run += 1) rounds.push(await round(sizes));
  const largest = rounds.flatMap((round) => round.slice(-1));
  const grown = (what: string, unit: string, cost: (one: Measured) => number): Growth => ({
    ...{ kind: 'growth', what, size: 'waiting', unit },
    points: sizes.map((size, index) => ({
      size,
      cost: median(rounds.flatMap((round) => round.slice(index, index + 1)).map(cost)),
    })),
  });
  const size = (sizes.at(-1) ?? 0).toLocaleString('en');
  return [
    {
      kind: 'figure',
      figure: `memory of each of ${size} waiting seekers, in node and stores`,
      reference: 'raw ws connection',
      ...{ atMost: 2.8, stretch: 2.4, unit: 'kB' },
      ours: largest.map(({ ours }) => ours / KB),
      theirs: largest.map(({ theirs }) => theirs / KB),
    },
    {
      kind: 'figure',
      figure: `CPU for the places of ${size} waiting, ${CHANGES_PER_SECOND} changes a second`,
      reference: 'one Socket.IO emit to each per change',
      ...{ atMost: 1 / 15, stretch: 1 / 30, unit: 'ms/s' },
      ours: largest.map(({ updates }) => updates / 1_000),
      theirs: largest.map(({ reference }) => reference / 1_000),
    },
    grown('memory of each waiting seeker', 'kB', ({ ours }) => ours / KB),
    grown('CPU for all places', 'ms/s', ({ updates }) => updates / 1_000),
  ];
}

async function round(sizes: readonly number[]): Promise<Measured[]> {
  await using stack = new AsyncDisposableStack();
  const service = stack.use(await startService(1));
  const raw = stack.use(startPart<Raw>('references/raw.ts'));
  const plain = stack.use(startPart<SocketIo>('references/socket-io.ts'));
  // One process each: a process can hold a limited number of sockets.
  const loads = [0, 1, 2].map(() => stack.use(startPart<Load>('load/main.ts')));
  const rawWho: Who = { dialect: 'raw', port: await raw.call('listen', null), auth: '' };
  const port = await plain.call('listen', { redisPath: null });
  const plainWho: Who = { dialect: 'socket.io', port, auth: '{"room":"waiting"}' };

  const [load, rawLoad, plainLoad] = loads as [Part<Load>, Part<Load>, Part<Load>];

  const arrive = (by: Part<Load>, who: Who, count: number) =>
    by.call('open', { name: 'crowd', who: Array.from({ length: count }, () => who) });
  /** The normal way: connect, then open a ticket. */
  async function takePlaces(count: number): Promise<void> {
    await arrive(load, service.newcomer(0), count);
    const json = Array.from({ length: count }, () => JSON.stringify(wish()));
    await load.call('send', { name: 'crowd', event: 'ticket:open', json });
  }
  async function memory(): Promise<{ ours: number; theirs: number }> {
    await service.collect();
    await raw.call('collect', null);
    return { ours: rssBytes(service.pids), theirs: rssBytes([raw.pid]) };
  }

  // These tickets are at the head of the queue and leave one by one.
  const heads: Waiter[] = [];
  const changes = (CHANGES_PER_SECOND * WATCHED_MS) / 1_000;
  for (let n = 0; n < changes * sizes.length; n += 1) heads.push(await service.waiting());
  await takePlaces(FIRST);
  await arrive(rawLoad, rawWho, FIRST);
  const before = await memory();
  const measured: Measured[] = [];
  let present = 0;
  for (const size of sizes) {
    const more = size - present;
    await takePlaces(more);
    await arrive(rawLoad, rawWho, more);
    await arrive(plainLoad, plainWho, more);
    present = size;
    const after = await memory();
    const updates = await cpuDuring(service.pids, () => leave(service, heads.splice(0, changes)));
    const emits = await cpuDuring([plain.pid], async () => {
      await plain.call('tellPlaces', { changes: REFERENCE_CHANGES });
      await quiet([plain.pid]);
    });
    measured.push({
      size,
      ours: (after.ours - before.ours) / size,
      theirs: (after.theirs - before.theirs) / size,
      updates: (updates.us / WATCHED_MS) * SECOND,
      reference: (emits.us / REFERENCE_CHANGES) * CHANGES_PER_SECOND,
    });
  }
  return measured;
}

/** The seekers at the head of the queue leave, one after the other. */
async function leave(service: Service, heads: readonly Waiter[]): Promise<void> {
  for (const { seeker } of heads) {
    const next = delay(SECOND / CHANGES_PER_SECOND);
    await service.store.endTicket(seeker, 'cancelled', systemClock.now());
    await next;
  }
}
