import type { Said, SeekerActions, SeekerView } from '../../state/model.ts';
import css from '../../styles/parts/plain-page.module.css';
import look from '../../styles/seeker/ended.module.css';
import { Button } from '../parts/button.tsx';
import { cx, useHeadingFocus, useTitle } from '../parts/hooks.ts';
import { DangerCall } from '../parts/danger-call.tsx';
import { LampScene } from '../parts/lamp-scene.tsx';
import { Notice } from '../parts/notice.tsx';
import { PhoneLines } from '../parts/phone-lines.tsx';
import { useI18n } from '../parts/surroundings.ts';
import { useEarlyAnswers } from '../parts/early-answers.ts';
import { selfHelp } from './load-self-help.ts';
import { MessageText } from '../talk/message-text.tsx';
import { after } from './load-after.ts';
import { useLateWords } from './use-late-words.ts';

type EndedView = Extract<SeekerView, { page: 'ended' }>;

/**
 * The end of a conversation that took place, else null. With differing keys no messages were exchanged. A seeker who
 * used *Leave this page* is asked nothing more.
 */
const talked = (end: EndedView['end']) =>
  end.of === 'conversation' && end.reason !== 'keys_differ' && end.reason !== 'exit' ? end : null;

type Talked = NonNullable<ReturnType<typeof talked>>;
/** The messages, plus the volunteer's last words, which are not a message. Empty if a reload has lost the messages. */
const spoken = ({ lines, lastWords }: Talked): readonly Said[] =>
  lines.length === 0 || lastWords === null
    ? lines
    : [...lines, { from: 'volunteer', text: lastWords, alias: null }];

/** The end screen: the reason, what remains stored, feedback, and where to go next (rules C10, I3, T6). */
export function Ended({
  view,
  actions,
}: {
  readonly view: EndedView;
  readonly actions: SeekerActions;
}) {
  const { words } = useI18n();
  const { ended: own, questions } = useLateWords();
  const heading = useHeadingFocus(true);
  const { end } = view;
  const why = end.of === 'ticket' ? own.ticket[end.reason] : own.conversation[end.reason];
  const talk = talked(end);
  const { urgent } = useEarlyAnswers();
  useTitle(own.title, words.brand);
  const inDanger =
    urgent || (end.of === 'conversation' && (end.danger || end.reason === 'silence'));
  const isTicket = end.of === 'ticket';
  const closed = isTicket && end.reason === 'closed';
  // Other help comes first if starting again does not help now.
  const othersFirst = inDanger || closed;
  const others = (
    <section class={css['others']}>
      {!inDanger && <h2>{own.othersTitle}</h2>}
      <p>{inDanger ? questions.dangerText : isTicket ? words.landing.others : own.othersText}</p>
      <PhoneLines />
    </section>
  );
  return (
    <>
      <div class={look['night']}>
        <div class={look['picture']}>
          <LampScene lit={!closed} />
        </div>
        <div class={look['why']}>
          <h1 tabindex={-1} ref={heading}>
            {why.title}
          </h1>
          <p class={css['text']}>{why.text}</p>
          {end.of === 'conversation' && (
            <p role="status" class={look['deleted']}>
              {end.deleted ? own.deleted : own.deleting}
            </p>
          )}
        </div>
      </div>
      <div class={cx(css['page'], look['page'])}>
        {inDanger && (
          <section class={css['others']}>
            <h2>{questions.dangerTitle}</h2>
            <DangerCall />
          </section>
        )}
        {end.of === 'conversation' && end.cutShort && (
          <Notice>
            <p>{own.cutShort}</p>
          </Notice>
        )}
        {end.of === 'conversation' && end.lastWords !== null && (
          <figure class={css['lastWords']}>
            <figcaption>{own.lastWords}</figcaption>
            <blockquote translate={false}>
              <div dir="auto">
                <MessageText text={end.lastWords} />
              </div>
            </blockquote>
          </figure>
        )}
        {othersFirst && others}
        {talk !== null && (
          <after.View
            alias={talk.alias}
            lines={spoken(talk)}
            onAnswer={(feedback) => actions.answer(feedback)}
          />
        )}
        <p>
          <Button kind="main" large onPress={() => actions.again()}>
            {own.again}
          </Button>
        </p>
        {!othersFirst && others}
        <selfHelp.View />
      </div>
    </>
  );
}
