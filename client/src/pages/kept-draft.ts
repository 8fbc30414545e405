/**
 * Stores the text of a message box in the tab's storage, so that it survives a reload. It is sealed: a copy of the
 * storage is unreadable once the session's secret is deleted. Until it is sealed, the text is in memory only. It is
 * stored in plaintext only if the page is unloaded in that moment.
 */
import type { Signal } from '../signal.ts';
import type { TabStorage } from '../storage.ts';

interface KeptDraftOptions {
  readonly storage: TabStorage;
  readonly slot: `draft.${string}`;
  readonly draft: Signal<string>;
  /** The secret from which the key is derived; null while the text may not be stored. */
  readonly secret: () => string | null;
}

export interface KeptDraft {
  /** Stores an unsealed draft when the page is unloaded. */
  flush(): void;
  stop(): void;
}

// Loaded only when there is something to seal or open (rule U5).
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
    // The text was changed, sent or deleted meanwhile.
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
    // Text typed meanwhile is appended.
    if (text !== null && secret() === by) draft.value = text + draft.value;
  }
  const opened = async (sealed: string, by: string): Promise<string | null> =>
    (await encryption()).openDraft(by, slot, sealed);

  const begun = () => {
    isRestored = true;
    if (draft.value !== '') keep(draft.value);
  };
  if (storage.get(slot) === null) isRestored = true;
  else void restore().then(begun, begun);

  const stop = draft.subscribe((text) => {
    if (isRestored) keep(text);
  });
  return {
    flush() {
      if (unsealed !== null && secret() !== null) storage.set(slot, { written: unsealed });
    },
    stop,
  };
}
