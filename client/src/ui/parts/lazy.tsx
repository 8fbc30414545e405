/** Lazy loading of views, words and data that are not needed at once, or not by everyone. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { I18n } from '../../i18n/i18n.ts';
import type { LateCatalogue } from '../../i18n/late-catalogue.ts';
import { useI18n, useSurroundings } from './surroundings.ts';

/** Delay before a failed load is retried (ms). */
const AGAIN_MS = 15_000;

/**
 * Calls `ask` `afterMs` after the view is drawn, and retries until `known` is set or the view is unmounted. A new `of`
 * starts again. Returns `known`.
 */
export function useLate<Value>(
  known: Value | undefined,
  ask: () => Promise<unknown>,
  afterMs = 0,
  of?: string,
): Value | undefined {
  const { clock } = useSurroundings();
  const [, setTurn] = useState(0);
  const isThere = known !== undefined;
  useEffect(() => {
    if (isThere) return undefined;
    let wanted = true;
    let stop = (): void => {};
    const tried = (): void => {
      ask().then(
        () => setTurn((turn) => turn + 1),
        () => later(AGAIN_MS),
      );
    };
    const later = (ms: number): void => {
      if (wanted) stop = clock.after(ms, tried);
    };
    if (afterMs > 0) later(afterMs);
    else tried();
    return () => {
      wanted = false;
      stop();
    };
  }, [of, isThere]);
  return known;
}

/** The words in the page's language. While they load, those of the previous language; undefined if there are none. */
export function useWords<Words>(catalogue: LateCatalogue<Words>): Words | undefined {
  const i18n = useI18n();
  const { locale } = i18n;
  const known = useLate(catalogue.in(locale), () => catalogue.load(i18n), 0, locale);
  return known ?? catalogue.last();
}

interface Script<Props> {
  readonly View: ComponentType<Props>;
  /** Loads what the view needs in a language. */
  prepare(i18n: I18n): Promise<unknown>;
}

/** A view in a separate script. It appears once the script has loaded; load failures are not shown. */
export function lateView<Props extends object>(
  fetch: () => Promise<Script<Props>>,
  afterMs?: number,
) {
  let script: Script<Props> | undefined;
  const load = async () => (script = await fetch());
  return {
    /** Loads the script and everything it needs before the view is drawn. */
    ahead: async (i18n: I18n) => (await load()).prepare(i18n),
    View: (props: Props) => {
      const loaded = useLate(script, load, afterMs);
      return loaded && <loaded.View {...props} />;
    },
  };
}
