/** The seeker's page: the shell, and the one screen that the state calls for. */
import type { ConversationId } from '@terskel/shared/ids';
import type { ReadonlySignal, Signal } from '../../signal.ts';
import { useEffect, useRef } from 'preact/hooks';
import type { SeekerActions, SeekerView, EarlyAnswers } from '../../state/model.ts';
import { stopped } from '../parts/stopped.ts';
import { Page, type PageProps } from '../parts/page.tsx';
import { Shell } from '../parts/shell.tsx';
import { Landing } from './landing.tsx';
import { LoadedScreens } from './load-late-screens.tsx';
import { useSignal, useValue } from '../parts/signals.ts';
import { EarlyAnswersContext } from '../parts/early-answers.ts';
import type { Form } from './form.ts';
import { useSteps } from './use-steps.ts';

export interface SeekerAppProps extends Omit<PageProps, 'children'> {
  readonly view: ReadonlySignal<SeekerView>;
  readonly actions: SeekerActions;
  /** The text in the message box. It survives the change of screens (rule Q8). */
  readonly draft: Signal<string>;
  /** The conversation in which that text was begun; null if it is empty. */
  readonly begunFor: Signal<ConversationId | null>;
  readonly earlyAnswers: ReadonlySignal<EarlyAnswers>;
  /** What the seeker pressed on the server-rendered first screen before this script ran. */
  readonly begun?: Exclude<Asking, 'nothing'> | undefined;
}

export function SeekerApp(props: SeekerAppProps) {
  return (
    <Page i18n={props.i18n} clock={props.clock} speak={props.speak}>
      <Screens {...props} />
    </Page>
  );
}

/** What the seeker chose on the first screen. */
export type Asking = 'nothing' | 'questions' | 'danger';

function Screens(props: SeekerAppProps) {
  const { view, actions } = props;
  const shown = useValue(view);
  const earlyAnswers = useValue(props.earlyAnswers);
  const asking = useSignal<Asking>(props.begun ?? 'nothing');
  const asked = useRef<Asking>('questions');
  const form = useRef<Form | null>(null);
  /** Whether *Back* was pressed in the queue or in a conversation; leaving those needs a confirmation. */
  const wantsOut = useSignal(false);
  const isFirst = shown.page === 'landing' && asking.value === 'nothing';
  const step = isFirst ? 'landing' : shown.page === 'landing' ? asking.value : shown.page;
  // Only on the first screen after the page loads is the focus left to the browser.
  const first = useRef(step);
  const moved = useRef(false);
  if (step !== first.current) moved.current = true;
  if (asking.value !== 'nothing') asked.current = asking.value;
  // A seeker who returns to the first screen starts with an empty form.
  const isPast = shown.page !== 'landing';
  useEffect(() => {
    if (!isPast) return;
    asking.value = 'nothing';
    form.current = null;
  }, [isPast]);
  useSteps(isFirst, (isForth) => {
    const { page } = view.value;
    if (page === 'landing') asking.value = isForth ? asked.current : 'nothing';
    else if (page === 'ended') actions.again();
    else if (!isForth) {
      history.forward();
      wantsOut.value = true;
    }
  });

  const talking = shown.page === 'conversation' && stopped(shown.link) === null;
  return (
    <EarlyAnswersContext.Provider value={earlyAnswers}>
      <Shell kind={talking ? 'screen' : 'page'}>
        {step === 'landing' && shown.page === 'landing' ? (
          <Landing
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
    </EarlyAnswersContext.Provider>
  );
}
