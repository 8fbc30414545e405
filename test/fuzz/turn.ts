/** Waits for everything that runs by itself: replies and microtasks. */
export const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
