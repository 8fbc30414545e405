/** A volunteer's unsent draft for each conversation and aside. It survives a reload and is deleted with the conversation. */
import { type ReadonlySignal, type Signal, signal } from '../signal.ts';
import type { ConversationId } from '@terskel/shared/ids';
import type { VolunteerView } from '../state/volunteer-view.ts';
import type { TabStorage } from '../storage.ts';
import { type KeptDraft, keepDraft } from './kept-draft.ts';

export type VolunteerDrafts = (conversationId: ConversationId) => Signal<string>;

export interface KeptDrafts {
  readonly of: VolunteerDrafts;
  /** Stores unsealed drafts when the page is unloaded. */
  flush(): void;
}

export function volunteerDrafts(
  storage: TabStorage,
  view: ReadonlySignal<VolunteerView>,
): KeptDrafts {
  const drafts = new Map<ConversationId, { draft: Signal<string>; kept: KeptDraft }>();
  function make(conversationId: ConversationId): { draft: Signal<string>; kept: KeptDraft } {
    const draft = signal('');
    const isOpen = () => {
      const shown = view.value;
      if (shown.page !== 'work') return false;
      const open = [...shown.talks, ...shown.asides.filter(({ isOver }) => !isOver)];
      return open.some((talk) => talk.conversationId === conversationId);
    };
    const secret = () =>
      isOpen() ? (storage.get(`talk.${conversationId}`)?.secret ?? null) : null;
    const kept = keepDraft({ storage, draft, slot: `draft.${conversationId}`, secret });
    return { draft, kept };
  }
  return {
    of(conversationId) {
      const one = drafts.get(conversationId) ?? make(conversationId);
      drafts.set(conversationId, one);
      return one.draft;
    },
    flush() {
      for (const { kept } of drafts.values()) kept.flush();
    },
  };
}
