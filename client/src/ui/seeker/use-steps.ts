/**
 * Browser history of the seeker's page: one entry for the first screen and one for all later screens. *Leave this page*
 * removes both (pages/leave.ts), so there must never be more.
 */
import { useEffect, useRef } from 'preact/hooks';
import { isStep } from '../../step.ts';

/** `moved` runs when the seeker goes back to the first entry (`false`) or forward from it (`true`). */
export function useSteps(isFirst: boolean, moved: (isForth: boolean) => void): void {
  const run = useRef(moved);
  run.current = moved;
  useEffect(() => {
    const heard = (): void => run.current(isStep());
    addEventListener('popstate', heard);
    return () => removeEventListener('popstate', heard);
  }, []);
  useEffect(() => {
    if (isFirst !== isStep()) return;
    if (isFirst) history.back();
    else history.pushState({ step: true }, '');
  }, [isFirst]);
}
