/** Redis CPU per message: one script checks, numbers and stores it and publishes it to the other side's node. */
import { systemClock } from '@terskel/server/clock';
import type { Seat } from '@terskel/server/domain/live-store';
import { TIMES } from '@terskel/shared/limits';
import { ciphertext, messageId } from '../../helpers/fixtures.ts';
import type { Options, Result } from '../harness/result.ts';
import { median } from '../harness/statistics.ts';
import { openStore, STEPS } from '../store.ts';

const CALLS = 5_000;
const TALKS = 100;
/** Messages in the longest conversations. */
const MOST = 10_000;
const SAMPLE = 500;

/** Arguments of the same number and length as those of the message script. */
function messageArguments(seat: Seat | undefined): readonly string[] {
  const message = { from: seat?.side, messageId: messageId(), ciphertext: ciphertext(STEPS) };
  const tail = JSON.stringify({ ...message, acceptedAt: systemClock.now() }).slice(1);
  const { conversationId = '', side = '', participant = '' } = seat ?? {};
  const limits = [String(TIMES.liveKeyMs), '64', '1000'];
  return [...limits, conversationId, side, participant, message.messageId, tail];
}

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
  const [ours, trivial, carried]: [number[], number[], number[]] = [[], [], []];
  const what = messageArguments(seats[0]);
  await bench.cost(calls, send);
  await bench.trivial(calls);
  for (let run = 0; run < runs; run += 1) {
    trivial.push(await bench.trivial(calls));
    carried.push(await bench.trivial(calls, () => what));
    ours.push(await bench.cost(calls, send));
  }

  const points = [];
  let length = 0;
  for (const size of quick ? [10, 100] : [10, 100, 1_000, 10_000]) {
    // Fewer conversations for longer logs.
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
    {
      ...{
        kind: 'aside',
        what: 'trivial EVALSHA with the arguments of a message, Redis CPU',
      },
      ...{ values: carried, unit: 'µs' },
    },
  ];
}
