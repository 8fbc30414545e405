/**
 * `pnpm fuzz [--seed S] [--runs N] [--steps M] [--trace]`: runs seeds from S upwards until one fails. The failing run
 * is shrunk and printed, with `--trace` call by call.
 */
import { parseArgs } from 'node:util';
import { startTestRedis } from '../helpers/redis.ts';
import { run } from './run.ts';
import { asCode, shrink } from './shrink.ts';
import { stepsOf, type Step } from './steps.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '200' },
    steps: { type: 'string', default: '10000' },
    trace: { type: 'boolean', default: false },
  },
});
const [first, runs, count] = [Number(values.seed), Number(values.runs), Number(values.steps)];

await using server = await startTestRedis();
const attempt = async (steps: readonly Step[]) => (await run(server.url, steps)).failure;
for (let seed = first; seed < first + runs; seed += 1) {
  const steps = stepsOf(seed, count);
  const began = performance.now();
  const { failure, talks, messages, silences, transfers, asides } = await run(server.url, steps);
  const each = ((performance.now() - began) / count).toFixed(2);
  if (failure === null) {
    console.log(
      `seed ${seed}: ${count} steps, ${talks} talks, ${messages} messages, ${silences} silences, ${transfers} transfers, ${asides} messages in asides, ${each} ms a step`,
    );
    continue;
  }
  console.log(`seed ${seed}: after ${failure.after} steps: ${failure.error.message}`);
  console.log('Shrinking …');
  const shortest = await shrink(steps, failure, attempt);
  if (values.trace) {
    await run(server.url, shortest.steps, (what, ...about) =>
      console.log(what, JSON.stringify(about)),
    );
  }
  console.log(`${asCode(shortest.steps)}\n${shortest.failure.error.stack}`);
  process.exitCode = 1;
  break;
}
