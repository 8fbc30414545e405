/** Where the CPU time of a message goes, step by step, on one node and on two. */
import { cpuDuring } from '../harness/cost.ts';
import { startPart } from '../harness/part.ts';
import { openProfiler } from '../harness/profiler.ts';
import type { Options, Result } from '../harness/result.ts';
import { median } from '../harness/statistics.ts';
import { sharesOf } from '../harness/steps.ts';
import type { Load } from '../load/main.ts';
import { openTalks } from '../talks.ts';

const PAIRS = 1_000;
/** Low enough for a machine that does other work as well. */
const PACE = { perSecond: 1_500, forMs: 1_500 };
const QUICK = { pairs: 100, pace: { perSecond: 500, forMs: 1_000 } };
/** Steps that cost less are left out (µs). */
const SMALLEST_US = 0.5;

export async function steps({ runs, quick }: Options): Promise<Result[]> {
  const results: Result[] = [];
  for (const nodes of [1, 2]) results.push(...(await ofService(nodes, runs, quick)));
  return results;
}

async function ofService(nodes: number, runs: number, quick: boolean): Promise<Result[]> {
  await using stack = new AsyncDisposableStack();
  const { pairs, pace } = quick ? QUICK : { pairs: PAIRS, pace: PACE };
  const { service, conversations, who } = await openTalks(stack, nodes, pairs, true);
  const load = stack.use(startPart<Load>('load/main.ts'));
  await load.call('open', { name: 'pairs', who });
  await load.call('pair', { name: 'pairs', conversations });
  const profilers = await Promise.all(service.nodes.map((node) => openProfiler(node.output())));
  for (const profiler of profilers) stack.defer(() => profiler.close());
  const half = pairs / 2;
  /** How many messages were delivered; 0 if the machine is too busy. */
  const talk = async (from: number) =>
    (await load.call('talk', { name: 'pairs', from, to: from + half, pace }))?.delivered ?? 0;
  const nodePids = service.nodes.map(({ pid }) => pid);

  const got = new Map<string, number[]>();
  const add = (step: string, us: number) => got.set(step, [...(got.get(step) ?? []), us]);
  // The first run does not count: code that runs for the first time costs more.
  await talk(0);
  for (let run = 0; run < runs; run += 1) {
    // The total without the profiler, then the shares of the steps with it.
    const both = await cpuDuring(nodePids, () => cpuDuring(service.storePids, () => talk(half)));
    const { us: storeUs, answer: count } = both.answer;
    for (const profiler of profilers) await profiler.start();
    const profiled = await talk(0);
    const profiles = await Promise.all(profilers.map((profiler) => profiler.stop()));
    if (count * profiled === 0) {
      console.error('too busy: this run does not count');
      continue;
    }
    for (const [step, share] of sharesOf(profiles)) add(step, (share * both.us) / count);
    add('Redis', storeUs / count);
    add('all', (both.us + storeUs) / count);
  }
  const where = nodes === 1 ? 'one node' : 'two nodes';
  return [...got]
    .filter(([, values]) => Math.max(...values) >= SMALLEST_US)
    .toSorted(([, one], [, other]) => median(other) - median(one))
    .map(([step, values]): Result => {
      const what = `a message on ${where}: ${step}`;
      return { kind: 'aside', what, values, unit: 'µs' };
    });
}
