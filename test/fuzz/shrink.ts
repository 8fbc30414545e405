/** Shrinks a failing run: steps are independent, so any of them can be left out (delta debugging). */
import type { Failure } from './run.ts';
import type { Step } from './steps.ts';

type Try = (steps: readonly Step[]) => Promise<Failure | null>;

/** Same kind of failure: the same message, apart from numbers. */
const kindOf = ({ error }: Failure) => (error.message.split('\n')[0] ?? '').replaceAll(/\d+/g, '');

const FIRST_TAIL = 25;
const ATTEMPTS_MAX = 300;

export async function shrink(
  steps: readonly Step[],
  failure: Failure,
  attempt: Try,
): Promise<{ readonly steps: readonly Step[]; readonly failure: Failure }> {
  let best = { steps: steps.slice(0, failure.after), failure };
  let attempts = 0;
  const better = async (fewer: readonly Step[]): Promise<boolean> => {
    attempts += 1;
    if (attempts > ATTEMPTS_MAX) return false;
    const again = await attempt(fewer);
    if (again === null || kindOf(again) !== kindOf(failure)) return false;
    best = { steps: fewer.slice(0, again.after), failure: again };
    return true;
  };

  // Most failures depend on the last steps only.
  for (let tail = FIRST_TAIL; tail < best.steps.length; tail *= 2) {
    if (await better(best.steps.slice(-tail))) break;
  }
  for (let before = 0; before !== best.steps.length;) {
    before = best.steps.length;
    for (let size = Math.ceil(before / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let from = 0; from < best.steps.length;) {
        const fewer = [...best.steps.slice(0, from), ...best.steps.slice(from + size)];
        if (!(await better(fewer))) from += size;
      }
    }
  }
  return best;
}

/** As code to paste into a named test. */
export function asCode(steps: readonly Step[]): string {
  const lines = steps.map(([name, who, seed]) => `  ['${name}', ${who}, ${seed}],`);
  return ['const steps: Step[] = [', ...lines, '];'].join('\n');
}
