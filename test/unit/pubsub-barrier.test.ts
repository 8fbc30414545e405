/** Marker messages that a node publishes to itself, to know that it has received everything published before. */
import { openPubSubBarrier } from '@terskel/server/live/pubsub-barrier';
import { expect, test } from 'vitest';

function echoes() {
  const said: { readonly text: string; readonly fail: (error: Error) => void }[] = [];
  const echo = openPubSubBarrier((text) => {
    const { promise, reject } = Promise.withResolvers<void>();
    said.push({ text, fail: reject });
    return promise;
  });
  /** The outcome of each request. */
  const settled: string[] = [];
  const ask = (name: string) =>
    void echo.sync().then(
      () => settled.push(name),
      () => settled.push(`${name} failed`),
    );
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { echo, said, settled, ask, turn, texts: () => said.map(({ text }) => text) };
}

test('[F4] a request made while a marker is in flight waits for the next marker, which all such requests share', async () => {
  const { echo, settled, ask, turn, texts } = echoes();
  for (const name of ['first', 'second', 'third']) ask(name);
  expect(texts()).toEqual(['1']);
  echo.onMessage('1');
  await turn();
  expect([settled, texts()]).toEqual([['first'], ['1', '2']]);
  // Does not settle requests made later.
  echo.onMessage('1');
  await turn();
  expect(settled).toEqual(['first']);
  echo.onMessage('2');
  await turn();
  expect(settled).toEqual(['first', 'second', 'third']);
});

test('[F4] a marker that cannot be published fails its request, and the waiting requests get a new marker', async () => {
  const { echo, said, settled, ask, turn, texts } = echoes();
  for (const name of ['first', 'second']) ask(name);
  said[0]?.fail(new Error('away'));
  await turn();
  expect([settled, texts()]).toEqual([['first failed'], ['1', '2']]);
  echo.onMessage('2');
  await turn();
  expect(settled).toEqual(['first failed', 'second']);
});

test('[F4] a gap settles all waiting requests', async () => {
  const { echo, settled, ask, turn, texts } = echoes();
  for (const name of ['first', 'second']) ask(name);
  echo.onGap();
  await turn();
  expect(settled).toEqual(['first', 'second']);
  ask('third');
  // The marker from before the gap arrives after all.
  echo.onMessage('1');
  await turn();
  expect([settled, texts()]).toEqual([
    ['first', 'second'],
    ['1', '2'],
  ]);
  echo.onMessage('2');
  await turn();
  expect(settled).toEqual(['first', 'second', 'third']);
});
