/** Provides the language, the clock and screen-reader announcements to all views. */
import type { ReadonlySignal } from '../../signal.ts';
import type { ComponentChildren } from 'preact';
import { useCallback, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Clock } from '../../clock.ts';
import type { I18n } from '../../i18n/i18n.ts';
import type { Locale } from '../../i18n/locales.ts';
import { SurroundingsContext } from './surroundings.ts';
import { useSignal, useValue } from './signals.ts';

/** How long an announcement stays in the page (ms). */
const ANNOUNCED_MS = 8_000;

export interface PageProps {
  readonly i18n: ReadonlySignal<I18n>;
  readonly clock: Clock;
  readonly speak: (locale: Locale) => void;
  readonly children: ComponentChildren;
}

export function Page({ i18n, clock, speak, children }: PageProps) {
  const said = useSignal('');
  const forget = useRef<(() => void) | null>(null);
  const announce = useCallback(
    (text: string) => {
      // A repeated text must still change the element, or screen readers do not announce it again.
      said.value = said.value === text ? `${text}\u00A0` : text;
      // Removed later, so that a screen reader that reads to the end of the page does not find old announcements.
      forget.current?.();
      forget.current = clock.after(ANNOUNCED_MS, () => {
        said.value = '';
      });
    },
    [clock, said],
  );
  const surroundings = useMemo(
    () => ({ i18n, clock, speak, announce }),
    [announce, clock, i18n, speak],
  );
  const { locale, dir } = useValue(i18n);
  useLayoutEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = dir;
  }, [locale, dir]);
  return (
    <SurroundingsContext.Provider value={surroundings}>
      {children}
      <div role="status" class="heard">
        {said.value}
      </div>
    </SurroundingsContext.Provider>
  );
}
