import type { Locale } from '../../i18n/locales.ts';
import { loadTalkWords } from '../../i18n/talk/load.ts';
import { useEffect } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { useI18n } from '../parts/surroundings.ts';
import type * as Late from './late-screens.tsx';
import { useSignal } from '../parts/signals.ts';

type Screens = Pick<typeof Late, 'LateScreens' | 'LoadedRefuge'>;

let loaded: Screens | null = null;

/** Also called ahead, while the first screen is idle. */
export async function loadLateScreens(locale: Locale): Promise<Screens> {
  const words = loadTalkWords(locale);
  const { LateScreens, LoadedRefuge } = await import('./late-screens.tsx');
  await words;
  loaded = { LateScreens, LoadedRefuge };
  return loaded;
}

/** The screens after *Start*, as soon as their script is here; it usually is. */
export function LoadedScreens(props: Late.LateScreensProps) {
  const { words, locale } = useI18n();
  const screens = useSignal<Screens | 'loading' | 'failed'>(loaded ?? 'loading');
  useEffect(() => {
    if (screens.peek() !== 'loading') return;
    loadLateScreens(locale).then(
      (arrived) => {
        screens.value = arrived;
      },
      () => {
        screens.value = 'failed';
      },
    );
  }, [screens]);
  if (screens.value === 'loading') return null;
  if (screens.value === 'failed') {
    return (
      <div class="static" role="alert">
        <h1 tabindex={-1} ref={(heading) => heading?.focus()}>
          {words.link.refused.title}
        </h1>
        <Button onPress={() => location.reload()}>{words.link.refused.action}</Button>
      </div>
    );
  }
  const { LateScreens } = screens.value;
  return <LateScreens {...props} />;
}

/** Self-help, as soon as that script is here; a failure is tried again with the next look at intake. */
export function LateRefuge() {
  const { locale } = useI18n();
  const screens = useSignal(loaded);
  useEffect(() => {
    if (screens.peek() !== null) return;
    loadLateScreens(locale).then(
      (arrived) => {
        screens.value = arrived;
      },
      () => {},
    );
  });
  return screens.value && <screens.value.LoadedRefuge />;
}
