/** Combines the calls of one turn of the event loop into one, so that they share one round trip. */
import { atEndOfTurn } from '../clock.ts';

export interface Batch<Item, Answer> {
  add(item: Item): Promise<Answer>;
  /** Makes the call now, so that later requests are sent after it. */
  flush(): void;
}

/**
 * `call` returns one answer per item, in order. If it rejects, all items of the batch reject. `atMost` is the maximum
 * batch size.
 */
export function batch<Item, Answer>(
  atMost: number,
  call: (items: readonly Item[]) => Promise<readonly Answer[]>,
): Batch<Item, Answer> {
  let items: Item[] = [];
  let answers = Promise.withResolvers<readonly Answer[]>();
  function flush(): void {
    if (items.length === 0) return;
    call(items).then(answers.resolve, answers.reject);
    items = [];
    answers = Promise.withResolvers();
  }
  return {
    async add(item) {
      const at = items.push(item) - 1;
      const { promise } = answers;
      if (at === 0) atEndOfTurn(flush);
      if (items.length === atMost) flush();
      return (await promise)[at] as Answer;
    },
    flush,
  };
}
