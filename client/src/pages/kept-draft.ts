/**
 * Stores the text of a message box in the tab's storage, so that it survives a reload. It is sealed: a copy of the
 * storage is unreadable once the session's secret is deleted. Until it is sealed, the text is in memory only. It is
 * stored in plaintext only if the page is unloaded in that moment.
 */
import type { ConversationId } from '@terskel/shared/ids';
import type { Signal } from '../signal.ts';
import type { StoredDraft, TabStorage } from '../storage.ts';

interface KeptDraftOptions {
  readonly storage: TabStorage;
  readonly slot: `draft.${string}`;
  readonly draft: Signal<string>;
  /** The secret from which the key is derived; null while the text may not be stored. */
  readonly secret: () => string | null;
  /** The conversation in which the text was begun. It is stored too. */
  readonly begunFor?: Signal<ConversationId | null>;
}

export interface KeptDraft {
  /** Stores an unsealed draft when the page is unloaded. */
  flush(): void;
  stop(): void;
}

// Loaded only when there is something to seal or open (rule U5).
const encryption = () => import('../e2ee/draft.ts');

export function keepDraft({ storage, slot, draft, secret, begunFor }: KeptDraftOptions): KeptDraft {
  let turn = 0;
  let unsealed: string | null = null;
  let isRestored = false;

  function store(text: { readonly sealed: string } | { readonly written: string }): void {
    const id = begunFor?.value ?? null;
    const stored: StoredDraft = id === null ? text : { ...text, begunFor: id };
    storage.set(slot, stored);
  }

  async function seal(text: string, by: string): Promise<void> {
    turn += 1;
    const mine = turn;
    unsealed = text;
    const { sealDraft } = await encryption();
    const sealed = await sealDraft(by, slot, text);
    // The text was changed, sent or deleted meanwhile.
    if (mine !== turn || secret() !== by) return;
    unsealed = null;
    store({ sealed });
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
    if (text === null || secret() !== by) return;
    if (begunFor !== undefined) begunFor.value = kept.begunFor ?? null;
    draft.value = text + draft.value;
  }
  const opened = async (sealed: string, by: string): Promise<string | null> =>
    (await encryption()).openDraft(by, slot, sealed);

  const begun = () => {
    isRestored = true;
    if (draft.value !== '') keep(draft.value);
  };
  if (storage.get(slot) === null) isRestored = true;
  else void restore().then(begun, begun);

  const stops = [draft, begunFor].map((each) =>
    each?.subscribe(() => {
      if (isRestored) keep(draft.value);
    }),
  );
  return {
    flush() {
      if (unsealed !== null && secret() !== null) store({ written: unsealed });
    },
    stop() {
      for (const stop of stops) stop?.();
    },
  };
}
