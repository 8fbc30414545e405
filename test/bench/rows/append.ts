/** Redis CPU per message: one script checks, numbers and stores it and publishes it to the other seat's node. */
import type { LiveStore, SeatHolder } from '@terskel/server/domain/live-store';
import type { Options, Result } from '../harness/result.ts';
import { median } from '../harness/statistics.ts';
import { AT_ONCE, openStore, type StoreBench } from '../store.ts';

const CALLS = 5_000;
const TALKS = 100;
/** Messages in the longest conversations. */
const MOST = 10_000;
const SAMPLE = 500;

/** Both seats of new conversations. */
async function talks(bench: StoreBench): Promise<SeatHolder[]> {
  const seats: SeatHolder[] = [];
  for (let n = 0; n < TALKS; n += 1) {
    const { seats: both } = await bench.crowd.talk({ node: 'a' }, { node: 'a' });
    seats.push(both.seeker, both.volunteer);
  }
  return seats;
}

export async function append({ runs, quick }: Options): Promise<Result[]> {
  await using bench = await openStore();
  const calls = quick ? CALLS / 10 : CALLS;
  /** One message from each seat in turn; `by` also takes turns. */
  const send =
    (seats: readonly SeatHolder[], by: readonly LiveStore[]) => async (index: number) => {
      const seat = seats[index % seats.length];
      if (seat !== undefined) await bench.append(seat, by[index % by.length]);
    };
  const [seats, floorSeats] = [await talks(bench), await talks(bench)];
  const together = { ours: send(seats, [bench.store]), floor: send(floorSeats, [bench.floor]) };
  const alone = {
    ours: send(seats, bench.alone.ours),
    floor: send(floorSeats, bench.alone.floor),
  };
  const args = await bench.messageArguments();
  const got = {
    together: { ours: [] as number[], theirs: [] as number[] },
    alone: { ours: [] as number[], theirs: [] as number[] },
    trivial: [] as number[],
    carried: [] as number[],
  };
  for (const each of [together, alone]) {
    await bench.cost(calls, each.ours);
    await bench.cost(calls, each.floor);
  }
  await bench.trivial(calls);
  for (let run = 0; run < runs; run += 1) {
    got.trivial.push(await bench.trivial(calls));
    got.carried.push(await bench.trivial(calls, args));
    got.together.theirs.push(await bench.cost(calls, together.floor));
    got.together.ours.push(await bench.cost(calls, together.ours));
    got.alone.theirs.push(await bench.cost(calls, alone.floor));
    got.alone.ours.push(await bench.cost(calls, alone.ours));
  }

  const points = [];
  const fresh = await talks(bench);
  let length = 0;
  for (const size of quick ? [10, 100] : [10, 100, 1_000, 10_000]) {
    // Fewer conversations for longer logs.
    const some = fresh.slice(0, Math.ceil((10 * MOST) / size));
    const grow = send(some, [bench.store]);
    // Two seats share a conversation.
    await bench.cost(((size - length) * some.length) / 2, grow);
    length = size;
    const costs = [];
    for (let run = 0; run < runs; run += 1) costs.push(await bench.cost(SAMPLE, grow));
    points.push({ size, cost: median(costs) });
  }
  const limits = { reference: 'its floor script', atMost: 1.6, stretch: 1.25, unit: 'µs' };
  const full = `a message, ${AT_ONCE} in one turn, Redis CPU`;
  return [
    { kind: 'figure', figure: 'a message alone, Redis CPU', ...limits, ...got.alone },
    { kind: 'figure', figure: full, ...limits, ...got.together },
    {
      ...{ kind: 'growth', what: full, size: 'messages in its conversation', unit: 'µs', points },
    },
    { kind: 'aside', what: 'trivial EVALSHA, Redis CPU', values: got.trivial, unit: 'µs' },
    {
      ...{ kind: 'aside', what: 'trivial EVALSHA with the arguments of a message, Redis CPU' },
      ...{ values: got.carried, unit: 'µs' },
    },
  ];
}
