import { useEffect, useState } from 'preact/hooks';
import { useSurroundings } from './surroundings.ts';

/** After a failure it is tried again so much later. */
const AGAIN_MS = 15_000;

/** What is not needed yet, or not by everybody: asked for `afterMs` after the page is drawn, and again until it is there. */
export function useLate<Value>(
  known: Value | undefined,
  ask: () => Promise<unknown>,
  of: string,
  afterMs = 0,
): Value | undefined {
  const { clock } = useSurroundings();
  const [, setTurn] = useState(0);
  const isThere = known !== undefined;
  useEffect(() => {
    if (isThere) return undefined;
    let stop = (): void => {};
    const after = (ms: number): void => {
      stop = clock.after(ms, () => {
        ask().then(
          () => setTurn((turn) => turn + 1),
          () => after(AGAIN_MS),
        );
      });
    };
    after(afterMs);
    return () => stop();
  }, [of, isThere]);
  return known;
}
