/**
 * The conversation in which the seeker began the text in the message box. After a transfer, the page holds that text
 * back, so that it does not reach another volunteer unnoticed (rule C11).
 */
import { type ReadonlySignal, type Signal, signal } from '../signal.ts';
import type { ConversationId } from '@terskel/shared/ids';
import type { SeekerView } from '../state/model.ts';

export interface BegunFor {
  /** Null if the box is empty, or if there has been no conversation yet. */
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
      // Only a transfer holds a text back. Without one (`former` null), the text moves on with the seeker.
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
