import { useEffect, useRef } from 'preact/hooks';
import type { SeekerView } from '../../state/model.ts';
import { bell } from './load-self-help.ts';

/** Plays the sound, if the seeker has switched it on, at an answer and at "still waiting?" (rules Q7, U7). */
export function useCalls(view: SeekerView): void {
  const call =
    view.page === 'conversation' || (view.page === 'waiting' && view.keepBy !== null)
      ? view.page
      : null;
  const before = useRef(call);
  useEffect(() => {
    if (call !== null && call !== before.current) bell.ring?.();
    before.current = call;
  }, [call]);
}
