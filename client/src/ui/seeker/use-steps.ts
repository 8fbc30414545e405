/**
 * The browser's history on the seeker's page: the first screen, and one step for all that come after it. *Leave this
 * page* takes both out (pages/leave.ts), so there are never more.
 */
import { useEffect, useRef } from 'preact/hooks';
import { isStep } from '../../step.ts';

/** `moved` runs when the reader went back to the first step (`false`), or forth from it. */
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
