/** Waits for what a test has set going by itself to come to rest. */

/** Long enough for one more of whatever is encrypted, kept or told meanwhile. */
async function moment(): Promise<void> {
  await crypto.subtle.digest('SHA-256', new Uint8Array(64));
  await new Promise((resolve) => setImmediate(resolve));
}

/** Until `count`, of anything that moves, has stood still for a few moments. */
export async function settled(count: () => number): Promise<void> {
  let before = count();
  for (let quiet = 0; quiet < 4; quiet += 1) {
    await moment();
    if (count() !== before) quiet = -1;
    before = count();
  }
}
