/** The seeker's whole page: what surrounds it, and the one screen that its state calls for. */
import type { ReadonlySignal, Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { SeekerActions, SeekerView, Told } from '../../state/model.ts';
import { stopped } from '../parts/stopped.ts';
import { Page, type PageProps } from '../parts/page.tsx';
import { Shell } from '../parts/shell.tsx';
import { Door } from './door.tsx';
import { LoadedScreens } from './load-late-screens.tsx';
import { useSignal, useValue } from '../parts/signals.ts';
import { ToldContext } from '../parts/told.ts';
import type { Form } from './form.ts';
import { useSteps } from './use-steps.ts';

export interface SeekerAppProps extends Omit<PageProps, 'children'> {
  readonly view: ReadonlySignal<SeekerView>;
  readonly actions: SeekerActions;
  /** The text in the box. It outlives the change of screens (rule Q8). */
  readonly draft: Signal<string>;
  readonly told: ReadonlySignal<Told>;
  /** What was pressed in the page that the server wrote. */
  readonly begun?: Exclude<Asking, 'nothing'> | undefined;
}

export function SeekerApp(props: SeekerAppProps) {
  return (
    <Page i18n={props.i18n} clock={props.clock} speak={props.speak}>
      <Screens {...props} />
    </Page>
  );
}

/** What was asked for on the first screen. */
export type Asking = 'nothing' | 'questions' | 'danger';

function Screens(props: SeekerAppProps) {
  const { view, actions } = props;
  const shown = useValue(view);
  const told = useValue(props.told);
  const asking = useSignal<Asking>(props.begun ?? 'nothing');
  const asked = useRef<Asking>('questions');
  const form = useRef<Form | null>(null);
  /** Whether *Back* was pressed in line or in a talk, which asks before it leaves. */
  const wantsOut = useSignal(false);
  const isFirst = shown.page === 'landing' && asking.value === 'nothing';
  const step = isFirst ? 'landing' : shown.page === 'landing' ? asking.value : shown.page;
  // Only the very first screen leaves the focus to the browser.
  const first = useRef(step);
  const moved = useRef(false);
  if (step !== first.current) moved.current = true;
  if (asking.value !== 'nothing') asked.current = asking.value;
  // Whoever comes back to the door begins anew.
  const isPast = shown.page !== 'landing';
  useEffect(() => {
    if (!isPast) return;
    asking.value = 'nothing';
    form.current = null;
  }, [isPast]);
  useSteps(isFirst, (isForth) => {
    const { page } = view.peek();
    if (page === 'landing') asking.value = isForth ? asked.current : 'nothing';
    else if (page === 'ended') actions.again();
    else if (!isForth) {
      history.forward();
      wantsOut.value = true;
    }
  });

  const talking = shown.page === 'conversation' && stopped(shown.link) === null;
  return (
    <ToldContext.Provider value={told}>
      <Shell kind={talking ? 'screen' : 'page'}>
        {step === 'landing' && shown.page === 'landing' ? (
          <Door
            intake={shown.intake}
            takesFocus={moved.current}
            onStart={(inDanger) => {
              asking.value = inDanger ? 'danger' : 'questions';
            }}
          />
        ) : (
          <LoadedScreens
            {...props}
            view={shown}
            asking={asked.current}
            form={form}
            wantsOut={wantsOut}
            onBack={() => history.back()}
          />
        )}
      </Shell>
    </ToldContext.Provider>
  );
}
