/** Marker messages that a node publishes to itself, to know that it has received everything published before. */
import { openPubSubBarrier } from '@terskel/server/live/pubsub-barrier';
import { expect, test } from 'vitest';

function openBarrier() {
  const said: { readonly text: string; readonly fail: (error: Error) => void }[] = [];
  const barrier = openPubSubBarrier((text) => {
    const { promise, reject } = Promise.withResolvers<void>();
    said.push({ text, fail: reject });
    return promise;
  });
  /** The outcome of each request. */
  const settled: string[] = [];
  const ask = (name: string) =>
    void barrier.sync().then(
      () => settled.push(name),
      () => settled.push(`${name} failed`),
    );
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { barrier, said, settled, ask, turn, texts: () => said.map(({ text }) => text) };
}

test('[F4] a request made while a marker is in flight waits for the next marker, which all such requests share', async () => {
  const { barrier, settled, ask, turn, texts } = openBarrier();
  for (const name of ['first', 'second', 'third']) ask(name);
  expect(texts()).toEqual(['1']);
  barrier.onMessage('1');
  await turn();
  expect([settled, texts()]).toEqual([['first'], ['1', '2']]);
  // Does not settle requests made later.
  barrier.onMessage('1');
  await turn();
  expect(settled).toEqual(['first']);
  barrier.onMessage('2');
  await turn();
  expect(settled).toEqual(['first', 'second', 'third']);
});

test('[F4] a marker that cannot be published fails its request, and the waiting requests get a new marker', async () => {
  const { barrier, said, settled, ask, turn, texts } = openBarrier();
  for (const name of ['first', 'second']) ask(name);
  said[0]?.fail(new Error('away'));
  await turn();
  expect([settled, texts()]).toEqual([['first failed'], ['1', '2']]);
  barrier.onMessage('2');
  await turn();
  expect(settled).toEqual(['first failed', 'second']);
});

test('[F4] a gap settles all waiting requests', async () => {
  const { barrier, settled, ask, turn, texts } = openBarrier();
  for (const name of ['first', 'second']) ask(name);
  barrier.onGap();
  await turn();
  expect(settled).toEqual(['first', 'second']);
  ask('third');
  // The marker from before the gap arrives after all.
  barrier.onMessage('1');
  await turn();
  expect([settled, texts()]).toEqual([
    ['first', 'second'],
    ['1', '2'],
  ]);
  barrier.onMessage('2');
  await turn();
  expect(settled).toEqual(['first', 'second', 'third']);
});
