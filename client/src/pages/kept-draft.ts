/**
 * Keeps a box's text in the tab's storage, so that it survives a reload. It is sealed: whoever copies the storage after the
 * session's secret was wiped can read nothing. Until a seal is made the text is in memory alone, and in clear in the
 * storage only if the page goes away in that moment.
 */
import { type Signal, effect } from '@preact/signals';
import type { TabStorage } from '../storage.ts';

interface KeptDraftOptions {
  readonly storage: TabStorage;
  readonly slot: `draft.${string}`;
  readonly draft: Signal<string>;
  /** What the key is made of; null while the text may not be kept. */
  readonly secret: () => string | null;
}

export interface KeptDraft {
  /** The page goes away. */
  flush(): void;
  stop(): void;
}

// Loaded only once there is something to seal or to open (rule U5).
const encryption = () => import('../e2ee/draft.ts');

export function keepDraft({ storage, slot, draft, secret }: KeptDraftOptions): KeptDraft {
  let turn = 0;
  let unsealed: string | null = null;
  let isRestored = false;

  async function seal(text: string, by: string): Promise<void> {
    turn += 1;
    const mine = turn;
    unsealed = text;
    const { sealDraft } = await encryption();
    const sealed = await sealDraft(by, slot, text);
    // Typed on, sent or wiped meanwhile.
    if (mine !== turn || secret() !== by) return;
    unsealed = null;
    storage.set(slot, { sealed });
  }

  function keep(text: string): void {
    const by = secret();
    if (by !== null && text !== '') return void seal(text, by).catch(() => {});
    turn += 1;
    unsealed = null;
    if (storage.get(slot) !== null) storage.remove(slot);
  }

  async function restore(): Promise<void> {
    const kept = storage.get(slot);
    const by = secret();
    if (kept === null || by === null) return;
    const text = 'written' in kept ? kept.written : await opened(kept.sealed, by);
    // What was typed in the meantime stands behind it.
    if (text !== null && secret() === by) draft.value = text + draft.peek();
  }
  const opened = async (sealed: string, by: string): Promise<string | null> =>
    (await encryption()).openDraft(by, slot, sealed);

  const begun = () => {
    isRestored = true;
    if (draft.peek() !== '') keep(draft.peek());
  };
  if (storage.get(slot) === null) isRestored = true;
  else void restore().then(begun, begun);

  const stop = effect(() => {
    const text = draft.value;
    if (isRestored) keep(text);
  });
  return {
    flush() {
      if (unsealed !== null && secret() !== null) storage.set(slot, { written: unsealed });
    },
    stop,
  };
}
