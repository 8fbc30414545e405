/** Records every command that a Redis receives, from clients and from scripts (MONITOR). */
import type { RedisClient } from '@terskel/server/redis/client';
import { randomUUID } from 'node:crypto';

export interface Asked {
  readonly byScript: boolean;
  /** The command in capitals, then its arguments. */
  readonly words: readonly string[];
}

const LINE = /^\S+ \[\d+ (?<source>\S+)\] (?<words>.*)$/;

/** Every command that `run` causes, on any connection. `watcher` must be used for nothing else. */
export async function commandsDuring(
  watcher: RedisClient,
  client: RedisClient,
  run: () => Promise<unknown>,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  const mark = randomUUID();
  const { promise: seen, resolve } = Promise.withResolvers<void>();
  await watcher.monitor((line) => {
    const { source, words = '' } = LINE.exec(line)?.groups ?? {};
    if (words.includes(mark)) resolve();
    else asked.push({ byScript: source === 'lua', words: wordsIn(words) });
  });
  await run();
  await client.echo(mark);
  await seen;
  return asked;
}

function wordsIn(text: string): string[] {
  const [command = '', ...rest] = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(
    ([, word = '']) => word,
  );
  return [command.toUpperCase(), ...rest];
}
