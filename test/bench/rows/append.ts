/** What a message costs Redis: checked, numbered, kept and handed to the other side's node in one script. */
import type { Seat } from '@terskel/server/domain/live-store';
import type { Options, Result } from '../harness/result.ts';
import { median } from '../harness/statistics.ts';
import { openStore } from '../store.ts';

const CALLS = 5_000;
const TALKS = 100;
/** Of the longest conversations. */
const MOST = 10_000;
const SAMPLE = 500;

export async function append({ runs, quick }: Options): Promise<Result[]> {
  await using bench = await openStore();
  const seats: Seat[] = [];
  for (let n = 0; n < TALKS; n += 1) {
    const { seats: both } = await bench.crowd.talk({ node: 'a' }, { node: 'a' });
    seats.push(both.seeker, both.volunteer);
  }
  const calls = quick ? CALLS / 10 : CALLS;
  const send = async (index: number) => {
    const seat = seats[index % seats.length];
    if (seat !== undefined) await bench.append(seat);
  };
  const [ours, trivial]: [number[], number[]] = [[], []];
  await bench.cost(calls, send);
  await bench.trivial(calls);
  for (let run = 0; run < runs; run += 1) {
    trivial.push(await bench.trivial(calls));
    ours.push(await bench.cost(calls, send));
  }

  const points = [];
  let length = 0;
  for (const size of quick ? [10, 100] : [10, 100, 1_000, 10_000]) {
    // The longer, the fewer.
    const some = seats.slice(0, Math.min(seats.length, Math.ceil((10 * MOST) / size)));
    const grow = async (index: number) => {
      const seat = some[index % some.length];
      if (seat !== undefined) await bench.append(seat);
    };
    await bench.cost((size - length) * some.length, grow);
    length = size;
    const costs = [];
    for (let run = 0; run < runs; run += 1) costs.push(await bench.cost(SAMPLE, grow));
    points.push({ size, cost: median(costs) });
  }
  return [
    {
      ...{ kind: 'figure', figure: 'a message, Redis CPU', reference: 'trivial EVALSHA' },
      ...{ atMost: 5.5, stretch: 3.2, ours, theirs: trivial, unit: 'µs' },
    },
    {
      ...{ kind: 'growth', what: 'a message, Redis CPU', size: 'messages in its conversation' },
      ...{ unit: 'µs', points },
    },
  ];
}
