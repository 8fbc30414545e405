/** What a node says to itself, to know that it has heard all from before. */
import { openEcho } from '@terskel/server/store/echo';
import { expect, test } from 'vitest';

function echoes() {
  const said: { readonly text: string; readonly fail: (error: Error) => void }[] = [];
  const echo = openEcho((text) => {
    const { promise, reject } = Promise.withResolvers<void>();
    said.push({ text, fail: reject });
    return promise;
  });
  /** What has become of each that asked. */
  const settled: string[] = [];
  const ask = (name: string) =>
    void echo.caughtUp().then(
      () => settled.push(name),
      () => settled.push(`${name} failed`),
    );
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { echo, said, settled, ask, turn, texts: () => said.map(({ text }) => text) };
}

test('[F4] whoever asks while one is under way waits for the next, which all who ask share', async () => {
  const { echo, settled, ask, turn, texts } = echoes();
  for (const name of ['first', 'second', 'third']) ask(name);
  expect(texts()).toEqual(['1']);
  echo.came('1');
  await turn();
  expect([settled, texts()]).toEqual([['first'], ['1', '2']]);
  // Of no use to those who have asked since.
  echo.came('1');
  await turn();
  expect(settled).toEqual(['first']);
  echo.came('2');
  await turn();
  expect(settled).toEqual(['first', 'second', 'third']);
});

test('[F4] one that cannot be said fails, and those behind it are asked for', async () => {
  const { echo, said, settled, ask, turn, texts } = echoes();
  for (const name of ['first', 'second']) ask(name);
  said[0]?.fail(new Error('away'));
  await turn();
  expect([settled, texts()]).toEqual([['first failed'], ['1', '2']]);
  echo.came('2');
  await turn();
  expect(settled).toEqual(['first failed', 'second']);
});

test('[F4] after a gap nobody waits for what will not come', async () => {
  const { echo, settled, ask, turn, texts } = echoes();
  for (const name of ['first', 'second']) ask(name);
  echo.gap();
  await turn();
  expect(settled).toEqual(['first', 'second']);
  ask('third');
  // The one from before the gap comes after all.
  echo.came('1');
  await turn();
  expect([settled, texts()]).toEqual([
    ['first', 'second'],
    ['1', '2'],
  ]);
  echo.came('2');
  await turn();
  expect(settled).toEqual(['first', 'second', 'third']);
});
