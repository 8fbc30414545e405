/** A small seeded random generator (mulberry32), the same on every machine. */
export interface Random {
  /** An integer from 0 to below - 1. */
  below(below: number): number;
  pick<T>(items: readonly T[]): T;
  chance(oneIn: number): boolean;
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return {
    below,
    pick: (items) => items[below(items.length)] as never,
    chance: (oneIn) => below(oneIn) === 0,
  };
}
