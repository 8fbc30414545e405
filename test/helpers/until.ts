/** Asks until the answer is yes. */
export async function until(fact: () => Promise<boolean>): Promise<void> {
  while (!(await fact())) await new Promise(setImmediate);
}
