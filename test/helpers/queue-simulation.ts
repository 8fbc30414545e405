/**
 * A discrete-event simulation of a queue with impatient guests and volunteers who hold several conversations. It knows
 * nothing of the planner's formulas: each guest has a patience and an amount of work, each volunteer a speed.
 */
import type { Random } from '../fuzz/random.ts';

export interface Scene {
  readonly arrivalsPerHour: number;
  readonly volunteers: number;
  readonly patienceMin: number;
  /** Mean length of a conversation while its volunteer holds 1, 2, … of them. */
  readonly durationsMin: readonly number[];
  readonly withinMin: number;
}

export interface Seen {
  readonly left: number;
  readonly servedInTime: number;
  readonly meanWaitMin: number;
  readonly occupancy: number;
}

interface Guest {
  readonly arrivedAt: number;
  readonly leavesAt: number;
}

/** Simulates so many arrivals. Times are in minutes. */
export function simulate(random: Random, scene: Scene, arrivals: number): Seen {
  const { volunteers, durationsMin } = scene;
  const exponential = (mean: number): number => -Math.log(1 - random.below(1e9) / 1e9) * mean;
  const atOnce = durationsMin.length;
  /** Work left in each conversation of each volunteer; a conversation is one unit of work on the mean. */
  const held: number[][] = Array.from({ length: volunteers }, () => []);
  const line: Guest[] = [];
  const counts = { arrived: 0, left: 0, inTime: 0 };
  let waited = 0;
  let busy = 0;
  let now = 0;
  let nextArrival = exponential(60 / scene.arrivalsPerHour);

  const speed = (works: readonly number[]): number => 1 / (durationsMin[works.length - 1] ?? 1);

  /** Lets time pass until `to`, in which no conversation ends. */
  function pass(to: number): void {
    for (const works of held) {
      busy += works.length * (to - now);
      const done = (to - now) * speed(works);
      for (const at of works.keys()) works[at] = (works[at] ?? 0) - done;
    }
    now = to;
  }

  function seat(): void {
    for (;;) {
      const guest = line[0];
      const free = held.reduce((best, works) => (works.length < best.length ? works : best));
      if (guest === undefined || free.length >= atOnce) return;
      line.shift();
      free.push(exponential(1));
      waited += now - guest.arrivedAt;
      if (now - guest.arrivedAt <= scene.withinMin) counts.inTime += 1;
    }
  }

  while (counts.arrived < arrivals) {
    let nextEnd = Infinity;
    let ending: number[] = [];
    for (const works of held) {
      const least = Math.min(...works);
      const at = now + least / speed(works);
      if (at < nextEnd) [nextEnd, ending] = [at, works];
    }
    const impatient = line.reduce<Guest | null>(
      (first, guest) => (first === null || guest.leavesAt < first.leavesAt ? guest : first),
      null,
    );
    const nextLoss = impatient?.leavesAt ?? Infinity;
    pass(Math.min(nextEnd, nextLoss, nextArrival));
    if (now === nextArrival) {
      counts.arrived += 1;
      line.push({ arrivedAt: now, leavesAt: now + exponential(scene.patienceMin) });
      nextArrival = now + exponential(60 / scene.arrivalsPerHour);
    } else if (now === nextLoss && impatient !== null) {
      line.splice(line.indexOf(impatient), 1);
      waited += now - impatient.arrivedAt;
      counts.left += 1;
    } else {
      ending.splice(ending.indexOf(Math.min(...ending)), 1);
    }
    seat();
  }
  return {
    left: counts.left / arrivals,
    servedInTime: counts.inTime / arrivals,
    meanWaitMin: waited / arrivals,
    occupancy: busy / (now * volunteers * atOnce),
  };
}
