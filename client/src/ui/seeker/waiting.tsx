import type { Signal } from '../../signal.ts';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { SeekerActions, SeekerView } from '../../state/model.ts';
import css from '../../styles/seeker/waiting.module.css';
import { AboutLeaving } from '../exit/about-leaving.tsx';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { DangerCall } from '../parts/danger-call.tsx';
import { useHeadingFocus, useTitle } from '../parts/hooks.ts';
import { LampScene } from '../parts/lamp-scene.tsx';
import { LinkStrip } from '../parts/link-strip.tsx';
import { Notice } from '../parts/notice.tsx';
import { PhoneLines } from '../parts/phone-lines.tsx';
import { useI18n } from '../parts/surroundings.ts';
import { DraftBox } from '../talk/draft-box.tsx';
import { useValue } from '../parts/signals.ts';
import { useEarlyAnswers } from '../parts/early-answers.ts';
import { selfHelp } from './load-self-help.ts';
import { useLateWords } from './use-late-words.ts';

type WaitingView = Extract<SeekerView, { page: 'waiting' }>;

interface WaitingProps {
  readonly view: WaitingView;
  readonly actions: SeekerActions;
  readonly draft: Signal<string>;
  /** Set when the browser's *Back* was pressed: giving up the place in the queue needs a confirmation. */
  readonly wantsOut: Signal<boolean>;
}

export function Waiting({ view, actions, draft, wantsOut }: WaitingProps) {
  const { words } = useI18n();
  const { danger, waiting: own } = useLateWords();
  const heading = useHeadingFocus(true);
  const hintId = useId();
  const leaving = wantsOut;
  const asksToLeave = useValue(leaving);
  const { urgent } = useEarlyAnswers();
  const leaveButton = useRef<HTMLButtonElement>(null);
  useTitle(own[view.keepBy === null ? 'title' : 'keepTitle'], words.brand);
  return (
    <div class={css['page']}>
      <LinkStrip link={view.link} />
      {urgent && (
        <Notice tone="danger">
          <p>{danger.still}</p>
          <DangerCall />
        </Notice>
      )}
      {view.keepBy !== null && <StillWaiting keepBy={view.keepBy} actions={actions} />}
      <Announcement text={view.givenBackBy === null ? null : own.givenBack(view.givenBackBy)} />
      <Announcement text={view.cameBack ? own.cameBack : null} />
      <Announcement
        text={
          view.intake === 'unstaffed' || view.intake === 'paused' ? own.nobody[view.intake] : null
        }
      />
      <section class={css['place']}>
        <h1 tabindex={-1} ref={heading} class={css['heading']}>
          {own.heading}
        </h1>
        <Place view={view} />
        <div class={css['scene']}>
          <LampScene lit />
        </div>
      </section>
      <section class={css['writing']}>
        <DraftBox label={own.box} hintId={hintId} draft={draft} />
        <p id={hintId} class={css['hint']}>
          {own.boxHint}
        </p>
      </section>
      <p class={css['hint']}>{own.stay}</p>
      {asksToLeave ? (
        <Confirm
          title={own.leaveTitle}
          text={own.leaveText}
          yes={own.leaveYes}
          no={own.leaveNo}
          onYes={() => actions.cancel()}
          asker={leaveButton}
          onNo={() => {
            leaving.value = false;
          }}
        />
      ) : (
        <p>
          <Button
            buttonRef={leaveButton}
            onPress={() => {
              leaving.value = true;
            }}
          >
            {own.leave}
          </Button>
        </p>
      )}
      <AboutLeaving />
      <selfHelp.View waiting />
      <section class={css['others']}>
        <h2>{own.othersTitle}</h2>
        <PhoneLines />
      </section>
    </div>
  );
}

/** A notice that comes and goes. Its `status` element always exists, so that screen readers announce changes. */
function Announcement({ text }: { readonly text: string | null }) {
  return (
    <div role="status" class={css['announcement']}>
      {text !== null && (
        <Notice tone="calm">
          <p>{text}</p>
        </Notice>
      )}
    </div>
  );
}

/** The place in the queue and the expected wait: a range or "we can't tell", never a countdown (rule Q5). */
function Place({ view }: { readonly view: WaitingView }) {
  const i18n = useI18n();
  const { waiting: own } = useLateWords();
  return (
    <div role="status">
      <p class={css['number']}>{placeWords(view, own)}</p>
      <p class={css['wait']}>{view.offered ? own.offeredText : i18n.wait(view.wait)}</p>
    </div>
  );
}

function placeWords(
  view: WaitingView,
  words: { offered: string; placeUnknown: string; next: string; place: (n: string) => string },
): string {
  if (view.offered) return words.offered;
  if (view.place === null) return words.placeUnknown;
  return view.place === 1 ? words.next : words.place(String(view.place));
}

/** "Still waiting?" (rule Q7). Scrolls itself into view. */
function StillWaiting(props: { readonly keepBy: number; readonly actions: SeekerActions }) {
  const i18n = useI18n();
  const { waiting: own } = useLateWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div ref={box} class={css['keep']}>
      <Notice alert>
        <h2>{own.keepTitle}</h2>
        <p>{own.keepText(i18n.time(props.keepBy))}</p>
        <div class={css['keepAnswers']}>
          <Button kind="main" onPress={() => props.actions.keep()}>
            {own.keepYes}
          </Button>
          <Button onPress={() => props.actions.cancel()}>{own.leave}</Button>
        </div>
      </Notice>
    </div>
  );
}
