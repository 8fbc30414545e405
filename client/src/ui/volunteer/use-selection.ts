/** Which conversation is open, and how many messages are unread in the others. */
import type { ConversationId } from '@terskel/shared/ids';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Talk } from '../../state/model.ts';
import { useSignal } from '../parts/signals.ts';

export interface Selection {
  readonly selected: ConversationId | null;
  readonly open: (id: ConversationId) => void;
  /** Closes the conversation, which shows the overview on a narrow screen. */
  readonly close: () => void;
  readonly unread: (talk: Talk) => number;
}

/** The number of messages from others. */
export function receivedIn(talk: Pick<Talk, 'lines' | 'seat'>): number {
  return talk.lines.filter((line) => line.from !== talk.seat).length;
}

/** `talks`: includes conversations that have ended and are still shown. */
export function useSelection(talks: readonly Talk[]): Selection {
  const selected = useSignal<ConversationId | null>(talks.at(0)?.conversationId ?? null);
  const read = useSignal<ReadonlyMap<ConversationId, number>>(new Map());
  const known = useRef<ReadonlySet<ConversationId>>(
    new Set(talks.map((talk) => talk.conversationId)),
  );

  useLayoutEffect(() => {
    // Opens a conversation that was just accepted; leaves one that no longer exists.
    const fresh = talks.find((talk) => !known.current.has(talk.conversationId));
    const gone = !talks.some((talk) => talk.conversationId === selected.value);
    if (fresh !== undefined) selected.value = fresh.conversationId;
    else if (gone && selected.value !== null) selected.value = talks.at(0)?.conversationId ?? null;
    known.current = new Set(talks.map((talk) => talk.conversationId));
  }, [talks, selected]);

  const current = talks.find((talk) => talk.conversationId === selected.value);
  const count = current === undefined ? 0 : receivedIn(current);
  useLayoutEffect(() => {
    if (current === undefined) return;
    read.value = new Map(read.value).set(current.conversationId, count);
  }, [count, current?.conversationId, read]);

  return {
    selected: selected.value,
    open: (id) => {
      selected.value = id;
    },
    close: () => {
      selected.value = null;
    },
    unread: (talk) => receivedIn(talk) - (read.value.get(talk.conversationId) ?? 0),
  };
}
