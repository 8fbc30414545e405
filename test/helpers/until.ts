/** Longer than anything takes on a machine with a load of ten, and shorter than the timeouts of most tests (ms). */
export const LIMIT_MS = 25_000;

/** Polls until the condition is true. Throws after `limitMs` of real time, and names the condition by its source. */
export async function until(fact: () => Promise<boolean>, limitMs = LIMIT_MS): Promise<void> {
  const startedAt = performance.now();
  while (!(await fact())) {
    if (performance.now() - startedAt > limitMs)
      throw new Error(`not true within ${limitMs / 1_000} s: ${String(fact)}`);
    await new Promise(setImmediate);
  }
}
