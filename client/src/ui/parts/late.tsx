/** What is not needed yet, or not by everybody, and is therefore fetched late. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { I18n } from '../../i18n/i18n.ts';
import type { LateCatalogue } from '../../i18n/late-catalogue.ts';
import { useI18n, useSurroundings } from './surroundings.ts';

/** After a failure it is tried again so much later. */
const AGAIN_MS = 15_000;

/** Asked for `afterMs` after the view is drawn, and again until it is there or the view is gone. */
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

/** Words in the language of the page; until they are there, in the one that was; none if none was. */
export function useWords<Words>(catalogue: LateCatalogue<Words>): Words | undefined {
  const i18n = useI18n();
  const { locale } = i18n;
  const known = useLate(catalogue.in(locale), () => catalogue.load(i18n), 0, locale);
  return known ?? catalogue.last();
}

interface Script<Props> {
  readonly View: ComponentType<Props>;
  /** What it needs in a language. */
  prepare(i18n: I18n): Promise<unknown>;
}

/** A view in a script of its own: it shows once that is there, and of failures nothing is said. */
export function lateView<Props extends object>(
  fetch: () => Promise<Script<Props>>,
  afterMs?: number,
) {
  let script: Script<Props> | undefined;
  const load = async () => (script = await fetch());
  return {
    /** Before it is drawn, with all that it needs. */
    ahead: async (i18n: I18n) => (await load()).prepare(i18n),
    View: (props: Props) => {
      const loaded = useLate(script, load, afterMs);
      return loaded && <loaded.View {...props} />;
    },
  };
}
