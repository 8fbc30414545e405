/** Random choices by a seed, the same on every machine. */
import { seeded } from '../../scripts/seeded.ts';

export interface Random {
  /** An integer from 0 to below - 1. */
  below(below: number): number;
  pick<T>(items: readonly T[]): T;
  chance(oneIn: number): boolean;
}

export function randomOf(seed: number): Random {
  const next = seeded(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    pick: (items) => items[below(items.length)] as never,
    chance: (oneIn) => below(oneIn) === 0,
  };
}

/** One of the values, by its weight. */
export function weighted<Value>(
  random: Random,
  values: readonly Value[],
  weights: readonly number[],
): Value {
  let left = random.below(weights.reduce((sum, weight) => sum + weight, 0));
  const at = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return values[at] as Value;
}
