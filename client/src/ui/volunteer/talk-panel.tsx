import type { Signal } from '@preact/signals';
import { TIMES } from '@terskel/shared/limits';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Link, Talk, VolunteerActions } from '../../state/model.ts';
import css from '../../styles/talk/talk.module.css';
import { Button } from '../parts/button.tsx';
import { useNow } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { useCalmLink } from '../parts/link-strip.tsx';
import { Notice } from '../parts/notice.tsx';
import { Composer } from '../talk/composer.tsx';
import { Log } from '../talk/log.tsx';
import { EndPanel } from './end-panel.tsx';
import { useStaffI18n } from './staff-words.ts';
import { GiveBack, TalkMarks } from './talk-marks.tsx';
import { TalkState } from './talk-state.tsx';
import { useSignal } from '../parts/signals.ts';

interface TalkPanelProps {
  readonly talk: Talk;
  /** What the list calls it. */
  readonly name: string;
  readonly link: Link;
  readonly actions: VolunteerActions;
  readonly draft: Signal<string>;
  readonly guideOpen: Signal<boolean>;
  readonly onBack: () => void;
}

/** From so much before the end of the plan on, more time can be set aside. */
const NEAR_END_MS = 10 * 60_000;

/** The planned time is nearly over, or is (rule C8): the volunteer closes, or sets aside more. */
function Extend({ talk, onExtend }: { readonly talk: Talk; readonly onExtend: () => void }) {
  const i18n = useStaffI18n();
  const { talk: words } = i18n.staff;
  const leftMs = talk.startedAt + talk.plannedMs - useNow(5_000);
  if (leftMs > NEAR_END_MS) return null;
  return (
    <div class={css['extend']}>
      <p>{leftMs <= 0 ? words.ranOut : words.runsOut(i18n.minutes(leftMs))}</p>
      <Button onPress={onExtend}>{words.extend(i18n.minutes(TIMES.extensionMs))}</Button>
    </div>
  );
}

/** The conversation in hand. */
export function TalkPanel(props: TalkPanelProps) {
  const { talk, name, actions, draft, guideOpen, onBack } = props;
  const link = useCalmLink(props.link);
  const { words, staff } = useStaffI18n();
  const ending = useSignal(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const id = talk.conversationId;
  const locked = talk.keys === 'differ' || talk.keys === 'missing';

  return (
    <section class={css['talk']} data-side="volunteer" aria-label={name}>
      <div class={css['bar']}>
        <div class={css['back']}>
          <Button kind="quiet" onPress={onBack}>
            <Icon name="back" />
            {staff.work.toOverview}
          </Button>
        </div>
        <div class={css['who']}>
          <h2 tabindex={-1} ref={heading} class={css['heading']}>
            {name}
          </h2>
          <TalkState talk={talk} />
        </div>
        <div class={css['tools']}>
          <div class={css['support']}>
            <Button
              kind="quiet"
              expanded={guideOpen.value}
              controls="guide"
              onPress={() => {
                guideOpen.value = !guideOpen.value;
              }}
            >
              {staff.guide.heading}
            </Button>
          </div>
          {!locked && <TalkMarks talk={talk} onMark={(mark, on) => actions.mark(id, mark, on)} />}
          {!ending.value && (
            <Button
              onPress={() => {
                ending.value = true;
              }}
            >
              {staff.talk.end}
            </Button>
          )}
        </div>
      </div>
      {locked ? (
        <div class={css['instead']} tabindex={0}>
          <Notice alert>
            <p>{talk.keys === 'differ' ? staff.talk.differ : staff.talk.missing}</p>
            {talk.keys === 'missing' && (
              <GiveBack talk={talk} onGiveBack={() => actions.giveBack(id)} />
            )}
          </Notice>
        </div>
      ) : (
        <Log
          talk={talk}
          otherName={staff.talk.seeker}
          writing={staff.talk.writing}
          onRetry={(messageId) => actions.retry(id, messageId)}
        />
      )}
      <div class={css['foot']}>
        {talk.tampered && (
          <Notice tone="danger" alert>
            <p>{words.talk.tampered}</p>
          </Notice>
        )}
        {!talk.other.connected && !ending.value && (
          <Notice>
            <p>{staff.talk.awayText(staff.talk.seeker)}</p>
          </Notice>
        )}
        {!ending.value && !locked && <Extend talk={talk} onExtend={() => actions.extend(id)} />}
        {ending.value && (
          <EndPanel
            talk={talk}
            begun={draft.peek()}
            onEnd={(lastWords) => actions.end(id, lastWords)}
            onStay={() => {
              ending.value = false;
            }}
          />
        )}
        {!ending.value && !locked && (
          <Composer
            label={staff.talk.box}
            draft={draft}
            blocked={talk.keys === 'agreeing' ? staff.talk.agreeing : null}
            hint={link === 'offline' ? words.talk.offlineHint : null}
            takesFocus={false}
            onSend={(text) => actions.send(id, text)}
            onTyping={() => actions.typing(id)}
          />
        )}
      </div>
    </section>
  );
}
