import type { I18n } from '../../i18n/i18n.ts';
import { LATE } from '../../i18n/late/words.ts';
import { useEffect } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { useHeadingFocus } from '../parts/hooks.ts';
import { useLate } from '../parts/lazy.tsx';
import { useI18n } from '../parts/surroundings.ts';
import type * as Late from './late-screens.tsx';
import { useSignal } from '../parts/signals.ts';

type Screens = Pick<typeof Late, 'Facts' | 'LampScene' | 'LateScreens' | 'SelfHelp'>;

let loaded: Screens | undefined;

/** Loads the screens and their words. Also called in advance, while the first screen is idle. */
export async function loadLateScreens(i18n: I18n): Promise<Screens> {
  const words = LATE.load(i18n);
  const { Facts, LampScene, LateScreens, SelfHelp } = await import('./late-screens.tsx');
  await words;
  loaded = { Facts, LampScene, LateScreens, SelfHelp };
  return loaded;
}

/** A failed load is retried at every render of the component. */
function useScreens(): Screens | 'loading' | 'failed' {
  const i18n = useI18n();
  const screens = useSignal<Screens | 'loading' | 'failed'>(loaded ?? 'loading');
  useEffect(() => {
    if (typeof screens.value !== 'string') return;
    loadLateScreens(i18n).then(
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

/** The screens after *Start*. They appear once their script has loaded, which has usually happened before. */
export function LoadedScreens(props: Late.LateScreensProps) {
  const screens = useScreens();
  if (screens === 'loading') return null;
  return screens === 'failed' ? <Failed /> : <screens.LateScreens {...props} />;
}

function Failed() {
  const { refused } = useI18n().words.link;
  const heading = useHeadingFocus(true);
  return (
    <div class="static" role="alert">
      <h1 tabindex={-1} ref={heading}>
        {refused.title}
      </h1>
      <Button onPress={() => location.reload()}>{refused.action}</Button>
    </div>
  );
}

/** The same script also holds the parts below the first screen. Failures to load them are not shown. */
function useBelow(): Screens | undefined {
  const i18n = useI18n();
  return useLate(loaded, () => loadLateScreens(i18n));
}

export function LateSelfHelp() {
  const screens = useBelow();
  return screens && <screens.SelfHelp />;
}

/** The picture on the first screen. It is decorative: the words carry the same information. */
export function LateScene(props: { readonly lit: boolean }) {
  const screens = useBelow();
  return screens && <screens.LampScene {...props} />;
}

export function LateFacts() {
  const screens = useBelow();
  return screens && <screens.Facts />;
}
