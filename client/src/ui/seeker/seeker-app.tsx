/** The seeker's whole page: what surrounds it, and the one screen that its state calls for. */
import type { ReadonlySignal, Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { SeekerActions, SeekerView } from '../../state/model.ts';
import { stopped } from '../parts/stopped.ts';
import { Page, type PageProps } from '../parts/page.tsx';
import { Shell } from '../parts/shell.tsx';
import { Door } from './door.tsx';
import { LoadedScreens } from './load-late-screens.tsx';
import { useSignal, useValue } from '../parts/signals.ts';

export interface SeekerAppProps extends Omit<PageProps, 'children'> {
  readonly view: ReadonlySignal<SeekerView>;
  readonly actions: SeekerActions;
  /** The text in the box. It outlives the change of screens (rule Q8). */
  readonly draft: Signal<string>;
}

export function SeekerApp(props: SeekerAppProps) {
  return (
    <Page i18n={props.i18n} clock={props.clock} speak={props.speak}>
      <Screens {...props} />
    </Page>
  );
}

function Screens(props: SeekerAppProps) {
  const { view } = props;
  const shown = useValue(view);
  const asking = useSignal(false);
  const urgent = useSignal(false);
  const step = shown.page === 'landing' && asking.value ? 'questions' : shown.page;
  // Only the very first screen leaves the focus to the browser.
  const first = useRef(step);
  const moved = useRef(false);
  if (step !== first.current) moved.current = true;
  // Whoever comes back to the door begins anew.
  const left = shown.page !== 'landing';
  useEffect(() => {
    if (left) asking.value = false;
  }, [asking, left]);

  const talking = shown.page === 'conversation' && stopped(shown.link) === null;
  return (
    <Shell kind={talking ? 'screen' : 'page'}>
      {step === 'landing' && shown.page === 'landing' ? (
        <Door
          intake={shown.intake}
          takesFocus={moved.current}
          onStart={(inDanger) => {
            urgent.value = inDanger;
            asking.value = true;
          }}
        />
      ) : (
        <LoadedScreens
          {...props}
          view={shown}
          urgent={urgent}
          onBack={() => {
            asking.value = false;
          }}
        />
      )}
    </Shell>
  );
}
