/** The two hooks that connect signals with Preact. */
import { signal, type ReadonlySignal, type Signal } from '../../signal.ts';
import { useEffect, useMemo, useState } from 'preact/hooks';

/** The signal's current value; the view renders again when it changes. */
export function useValue<Value>(source: ReadonlySignal<Value>): Value {
  const [, setTurn] = useState(0);
  const value = source.value;
  useEffect(() => {
    let drawn = value;
    return source.subscribe((next) => {
      // Also covers a change between the render and this subscription.
      if (next !== drawn) setTurn((turn) => turn + 1);
      drawn = next;
    });
  }, [source]);
  return value;
}

/** A signal that belongs to one view instance. */
export function useSignal<Value>(initial: Value): Signal<Value> {
  const own = useMemo(() => signal(initial), []);
  useValue(own);
  return own;
}
