/**
 * The two ties between signals and views that we need. The package's own for Preact do more, for another
 * 1.7 kB (rule U5): the build leaves them out, see `vite.config.ts`.
 */
import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';

/** What a signal holds; the view is drawn again whenever that changes. */
export function useValue<Value>(source: ReadonlySignal<Value>): Value {
  const [, setTurn] = useState(0);
  const value = source.peek();
  useEffect(() => {
    let drawn = value;
    return source.subscribe((next) => {
      // Also what changed between drawing and now.
      if (next !== drawn) setTurn((turn) => turn + 1);
      drawn = next;
    });
  }, [source]);
  return value;
}

/** A signal of this view alone. */
export function useSignal<Value>(initial: Value): Signal<Value> {
  const own = useMemo(() => signal(initial), []);
  useValue(own);
  return own;
}
