import type { Locale } from '../../i18n/locales.ts';
import { loadLateWords } from '../../i18n/late/load.ts';
import { useEffect } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { useI18n } from '../parts/surroundings.ts';
import type * as Late from './late-screens.tsx';
import { useSignal } from '../parts/signals.ts';

type Screens = Pick<typeof Late, 'LateScreens' | 'LoadedRefuge'>;

let loaded: Screens | null = null;

/** Also called ahead, while the first screen is idle. */
export async function loadLateScreens(locale: Locale): Promise<Screens> {
  const words = loadLateWords(locale);
  const { LateScreens, LoadedRefuge } = await import('./late-screens.tsx');
  await words;
  loaded = { LateScreens, LoadedRefuge };
  return loaded;
}

/** What failed is tried again whenever something changes on the page. */
function useScreens(): Screens | 'loading' | 'failed' {
  const { locale } = useI18n();
  const screens = useSignal<Screens | 'loading' | 'failed'>(loaded ?? 'loading');
  useEffect(() => {
    if (typeof screens.peek() !== 'string') return;
    loadLateScreens(locale).then(
      (arrived) => {
        screens.value = arrived;
      },
      () => {
        screens.value = 'failed';
      },
    );
  });
  return screens.value;
}

/** The screens after *Start*, as soon as their script is here; it usually is. */
export function LoadedScreens(props: Late.LateScreensProps) {
  const { words } = useI18n();
  const screens = useScreens();
  if (screens === 'loading') return null;
  if (screens === 'failed') {
    return (
      <div class="static" role="alert">
        <h1 tabindex={-1} ref={(heading) => heading?.focus()}>
          {words.link.refused.title}
        </h1>
        <Button onPress={() => location.reload()}>{words.link.refused.action}</Button>
      </div>
    );
  }
  return <screens.LateScreens {...props} />;
}

/** Self-help, which comes with them; of its failures nothing is said. */
export function LateRefuge() {
  const screens = useScreens();
  return typeof screens === 'string' ? null : <screens.LoadedRefuge />;
}
