/**
 * All screens after the first one, and the parts below the first one. They are loaded separately from it; the build
 * puts them into one file (vite.config.ts).
 */
import type { Signal } from '../../signal.ts';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { ConversationId } from '@terskel/shared/ids';
import type { Intake } from '@terskel/shared/models';
import type { SeekerActions, SeekerView } from '../../state/model.ts';
import { useBarHeight } from '../parts/bar-height.ts';
import { useKeptFocus } from '../parts/kept-focus.ts';
import { PhoneLines } from '../parts/phone-lines.tsx';
import { StoppedPage, reload } from '../parts/stopped-page.tsx';
import { stopped, type Stopped } from '../parts/stopped.ts';
import { useI18n } from '../parts/surroundings.ts';
import { Conversation } from './conversation.tsx';
import { Danger } from './danger.tsx';
import { Ended } from './ended.tsx';
import { type Form, likelyLanguage, newForm, readersLanguages } from './form.ts';
import { selfHelp } from './load-self-help.ts';
import { Questions } from './questions.tsx';
import type { Asking } from './seeker-app.tsx';
import { useCalls } from './use-calls.ts';
import { Waiting } from './waiting.tsx';

export { Facts } from './facts.tsx';
export { LampScene } from '../parts/lamp-scene.tsx';
export const SelfHelp = selfHelp.View;

export interface LateScreensProps {
  readonly view: SeekerView;
  readonly actions: SeekerActions;
  readonly draft: Signal<string>;
  readonly begunFor: Signal<ConversationId | null>;
  readonly asking: Asking;
  /** The earlier answers, if the seeker comes back to the questions; null if there are none. */
  readonly form: RefObject<Form | null>;
  readonly wantsOut: Signal<boolean>;
  /** From the questions back to the first screen. */
  readonly onBack: () => void;
}

export function LateScreens(props: LateScreensProps) {
  const { view, actions, draft, begunFor, asking, wantsOut } = props;
  useCalls(view);
  // Each screen sets its own scroll position. Scroll restoration could hide the question that *Back* opens.
  useLayoutEffect(() => {
    history.scrollRestoration = 'manual';
  }, []);
  useKeptFocus();
  useBarHeight();
  const halt = 'link' in view ? stopped(view.link) : null;
  if (halt !== null) return <Halted why={halt} onTakeOver={() => actions.takeOver()} />;
  switch (view.page) {
    case 'landing': {
      const Questioning = asking === 'danger' ? Danger : Questions;
      return (
        <Questioning
          view={view}
          form={formOf(props.form, view)}
          onStart={(answers) => actions.start(answers)}
          onBack={props.onBack}
        />
      );
    }
    case 'waiting':
      return <Waiting view={view} actions={actions} draft={draft} wantsOut={wantsOut} />;
    case 'conversation':
      // The screen stays after a transfer, so that a seeker who is writing is not interrupted.
      return (
        <Conversation
          view={view}
          actions={actions}
          draft={draft}
          begunFor={begunFor}
          wantsOut={wantsOut}
          // Read now: the draft box that has the focus is removed before the next screen is drawn.
          wasWriting={document.activeElement instanceof HTMLTextAreaElement}
        />
      );
    case 'ended':
      return <Ended view={view} actions={actions} />;
  }
}

function formOf(
  kept: RefObject<Form | null>,
  { intake }: { readonly intake: Intake | null },
): Form {
  kept.current ??= newForm(likelyLanguage(intake?.languages ?? [], readersLanguages()));
  return kept.current;
}

/** Shown when the page cannot continue by itself: explains why and offers the one action that helps (rule U6). */
function Halted(props: { readonly why: Stopped; readonly onTakeOver: () => void }) {
  const { words } = useI18n();
  return (
    <StoppedPage
      {...words.link[props.why]}
      onAction={props.why === 'replaced' ? props.onTakeOver : reload}
    >
      {props.why === 'refused' && <PhoneLines />}
    </StoppedPage>
  );
}
