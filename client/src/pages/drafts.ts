/** What a volunteer has written and not yet sent, for each conversation; it survives a reload, and goes with the conversation. */
import { type ReadonlySignal, type Signal, effect, signal } from '@preact/signals';
import type { ConversationId } from '@terskel/shared/ids';
import type { VolunteerView } from '../state/model.ts';
import type { TabStorage } from '../storage.ts';

export type VolunteerDrafts = (conversationId: ConversationId) => Signal<string>;

export function volunteerDrafts(
  storage: TabStorage,
  view: ReadonlySignal<VolunteerView>,
): VolunteerDrafts {
  const drafts = new Map<ConversationId, Signal<string>>();
  return (conversationId) => {
    const known = drafts.get(conversationId);
    if (known !== undefined) return known;
    const slot = `draft.${conversationId}` as const;
    const draft = signal(storage.get(slot) ?? '');
    drafts.set(conversationId, draft);
    effect(() => {
      const text = draft.value;
      const shown = view.peek();
      const open =
        shown.page === 'work' && shown.talks.some((talk) => talk.conversationId === conversationId);
      if (open && text !== '') storage.set(slot, text);
      else storage.remove(slot);
    });
    return draft;
  };
}
