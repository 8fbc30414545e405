/** A new message shows in the tab's title while another tab is in front; never its text. */
import { useEffect, useRef } from 'preact/hooks';
import type { Talk } from '../../state/model.ts';
import { useI18n } from '../parts/surroundings.ts';
import { useSignal } from '../parts/signals.ts';

export function useUnreadTitle(talks: readonly Talk[]): string | null {
  const { words } = useI18n();
  const unread = useSignal(0);
  const received = talks.reduce(
    (sum, talk) => sum + talk.lines.filter((line) => line.from !== talk.side).length,
    0,
  );
  const known = useRef(received);
  useEffect(() => {
    if (document.hidden) unread.value += Math.max(0, received - known.current);
    known.current = received;
  }, [received, unread]);
  useEffect(() => {
    const seen = (): void => {
      if (!document.hidden) unread.value = 0;
    };
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [unread]);
  return unread.value === 0 ? null : words.talk.newTitle(String(unread.value));
}
