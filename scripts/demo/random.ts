/** Random choices by a seed. */
import { seeded } from '../seeded.ts';

export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** From `from` to below `to`. */
  between(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
  /** A name of `weights`, by its weight. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
  exponential(mean: number): number;
  /** Its median, and the standard deviation of its logarithm. */
  logNormal(median: number, sigma: number): number;
}

export function randomOf(seed: number): Random {
  const next = seeded(seed);
  // 1 - next() is never 0.
  const exponential = (mean: number) => -mean * Math.log(1 - next());
  return {
    next,
    chance: (probability) => next() < probability,
    between: (from, to) => from + next() * (to - from),
    pick: (items) => items[Math.floor(next() * items.length)] as never,
    weighted(weights) {
      const entries = Object.entries<number>(weights);
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      const found = entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1);
      return found?.[0] as never;
    },
    exponential,
    logNormal: (median, sigma) =>
      median * Math.exp(sigma * Math.sqrt(2 * exponential(1)) * Math.cos(2 * Math.PI * next())),
  };
}
