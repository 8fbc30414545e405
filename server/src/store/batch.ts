/** Calls of one turn of the event loop, made as one: what it costs to ask and to be answered is shared by all of them. */
import { atEndOfTurn } from '../clock.ts';

export interface Batch<Item, Answer> {
  add(item: Item): Promise<Answer>;
  /** Makes the call now: what is asked next is asked behind it. */
  flush(): void;
}

/** `call` answers each item in its place; if it fails, all of them fail. */
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
