/**
 * In which conversation the text in the seeker's message box was begun, so that after a transfer it does not reach another
 * volunteer unnoticed (rule C11).
 */
import { type ReadonlySignal, type Signal, signal } from '../signal.ts';
import type { ConversationId } from '@terskel/shared/ids';
import type { SeekerView } from '../state/model.ts';

export interface BegunFor {
  /** Null: the box is empty, or there has been no conversation yet. */
  readonly begunFor: Signal<ConversationId | null>;
  readonly stop: () => void;
}

export function trackBegunFor(
  draft: ReadonlySignal<string>,
  view: ReadonlySignal<SeekerView>,
): BegunFor {
  const begunFor = signal<ConversationId | null>(null);
  const update = () => {
    const shown = view.value;
    if (draft.value.trim() === '') {
      begunFor.value = null;
    } else if (shown.page === 'conversation') {
      const { conversationId, former } = shown.talk;
      // The seeker has chosen to leave an earlier volunteer; only a transfer holds a text back.
      if (begunFor.value === null || former === null) begunFor.value = conversationId;
    }
  };
  const stops = [draft.subscribe(update), view.subscribe(update)];
  return {
    begunFor,
    stop() {
      for (const stop of stops) stop();
    },
  };
}
