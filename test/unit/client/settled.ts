/** Waits until asynchronous work that a test has started is finished. */

type Operation = (...given: unknown[]) => Promise<unknown>;
/** Pending WebCrypto operations: they run on threads, and take longer on a busy machine. */
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

/** Long enough for one more round of encryption, storage or notification. */
async function moment(): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve));
  while (underWay > 0);
}

/** Resolves when `count`, any counter of activity, has not changed for a few rounds. */
export async function settled(count: () => number): Promise<void> {
  let before = count();
  for (let quiet = 0; quiet < 4; quiet += 1) {
    await moment();
    if (count() !== before) quiet = -1;
    before = count();
  }
}
