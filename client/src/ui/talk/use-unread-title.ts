/** Shows the number of new messages in the title while the tab is in the background, never their text. */
import type { Signal } from '../../signal.ts';
import { useEffect, useRef } from 'preact/hooks';
import type { Talk } from '../../state/model.ts';
import { useI18n } from '../parts/surroundings.ts';
import { useSignal } from '../parts/signals.ts';

/** Whether the screen appeared while the tab was in the background and has not been visible since. */
export function useUnseen(): boolean {
  const unseen = useSignal(document.hidden);
  useLook(unseen, false);
  return unseen.value;
}

/** The title with the number of new messages since the tab went into the background; null if there are none. */
export function useUnreadTitle(talks: readonly Pick<Talk, 'lines' | 'seat'>[]): string | null {
  const { words } = useI18n();
  const unread = useSignal(0);
  const received = talks.reduce(
    (sum, talk) => sum + talk.lines.filter((line) => line.from !== talk.seat).length,
    0,
  );
  const known = useRef(received);
  useEffect(() => {
    if (document.hidden) unread.value += Math.max(0, received - known.current);
    known.current = received;
  }, [received, unread]);
  useLook(unread, 0);
  return unread.value === 0 ? null : words.talk.newTitle(String(unread.value));
}

/** Resets `what` to `seen` when the tab becomes visible. */
function useLook<Value>(what: Signal<Value>, seen: Value): void {
  useEffect(() => {
    const look = (): void => {
      if (!document.hidden) what.value = seen;
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [what, seen]);
}
