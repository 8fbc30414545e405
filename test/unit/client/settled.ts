/** Waits for what a test has set going by itself to come to rest. */

type Operation = (...given: unknown[]) => Promise<unknown>;
/** How many of the platform's cryptographic operations are under way: threads do them, as slowly as the machine is busy. */
let underWay = 0;
const subtle = SubtleCrypto.prototype as unknown as Record<string, Operation>;
for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(subtle))) {
  const operation: unknown = value;
  if (name === 'constructor' || typeof operation !== 'function') continue;
  subtle[name] = async function counted(this: unknown, ...given) {
    underWay += 1;
    try {
      return await (operation as Operation).apply(this, given);
    } finally {
      underWay -= 1;
    }
  };
}

/** Long enough for one more of whatever is encrypted, kept or told meanwhile. */
async function moment(): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve));
  while (underWay > 0);
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
