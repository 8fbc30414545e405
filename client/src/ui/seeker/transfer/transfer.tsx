/** What a seeker sees of a transfer (rule C11). A separate script, because few conversations need it (rule U5). */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { I18n } from '../../../i18n/i18n.ts';
import { TRANSFER } from '../../../i18n/transfer/words.ts';
import type { TransferWords } from '../../../i18n/words.ts';
import logCss from '../../../styles/talk/log.module.css';
import css from '../../../styles/talk/talk.module.css';
import { Button } from '../../parts/button.tsx';
import { cx } from '../../parts/hooks.ts';
import { useWords } from '../../parts/lazy.tsx';
import { Notice } from '../../parts/notice.tsx';
import { useSignal, useValue } from '../../parts/signals.ts';
import { useI18n, useSurroundings } from '../../parts/surroundings.ts';
import { SaidBefore } from '../../talk/said-before.tsx';
import type { TransferProps } from '../load-transfer.tsx';
import { useLateWords } from '../use-late-words.ts';
import { type AskedTransfer, Question } from './question.tsx';

/** How long the page says that nobody takes over (ms). */
const STAYS_MS = 60_000;

export const prepare = (i18n: I18n) => TRANSFER.load(i18n);

export function View(props: TransferProps) {
  const words = useWords(TRANSFER);
  if (words === undefined) return null;
  return props.part === 'log' ? (
    <Arrived {...props} words={words} />
  ) : (
    <Foot {...props} words={words} />
  );
}

interface PartProps extends TransferProps {
  readonly words: TransferWords;
}

/** Above the first message of the next conversation: what was said before, and who is here now. */
function Arrived({ talk, words }: PartProps) {
  const i18n = useI18n();
  const { notice, leader } = useLateWords().conversation;
  const { alias, former, sharesBefore } = talk;
  if (former === null) return null;
  const tells = sharesBefore === true ? words.shares : words.sharesNot;
  return (
    <>
      <SaidBefore
        talk={talk}
        heading={words.before(alias)}
        names={{ seeker: i18n.words.talk.you, leader: leader.role }}
      />
      <section class={logCss['opening']}>
        <h2>{words.arrived(alias)}</h2>
        {former.takeover && <p>{words.tookOver(alias, former.alias)}</p>}
        {sharesBefore !== null && talk.before.length > 0 && <p>{tells(alias, former.alias)}</p>}
        <p>{notice.who(alias)}</p>
        <p>{notice.between(alias)}</p>
      </section>
    </>
  );
}

/** Above the message box: the question, and what has come of it. */
function Foot({ talk, words, actions, draft, begunFor, held, isQuiet }: PartProps) {
  const { announce } = useSurroundings();
  const { alias, conversationId, former } = talk;
  // A takeover asks nothing, and comes as soon as the leader's page has answered.
  const transfer = questionIn(talk.transfer);
  const begun = useValue(draft);
  const asked = transfer?.state === 'asked' ? transfer : null;
  const until = transfer === null || asked !== null ? null : untilWords(words, alias, transfer.to);
  const stays = useNoMore(conversationId, transfer !== null);
  const why = useValue(held);

  useLayoutEffect(() => {
    if (why === '') held.value = words.heldHint(alias);
  }, [why]);
  // A text that was deleted was for nobody.
  const isEmpty = begun.trim() === '';
  useEffect(() => {
    if (isEmpty) held.value = null;
  }, [isEmpty]);
  const status = until ?? (stays ? words.stays(alias) : null);
  useEffect(() => {
    if (status !== null) announce(status);
  }, [status]);

  if (isQuiet) return null;
  return (
    <>
      {asked !== null && (
        <Question
          key={asked.id}
          {...{ alias, words, draft }}
          transfer={asked}
          onAnswer={(answer) => actions.answerTransfer(answer)}
        />
      )}
      {status !== null && (
        <div class={cx(css['extend'], css['pending'])}>
          <p>{status}</p>
          {until !== null && (
            <Button kind="quiet" onPress={() => void actions.answerTransfer('no')}>
              {words.changeMind}
            </Button>
          )}
        </div>
      )}
      {why !== null && former !== null && (
        <Notice tone="calm" alert>
          <p>{words.held(former.alias)}</p>
          <Button
            kind="main"
            keepsFocus
            onPress={() => {
              begunFor.value = conversationId;
              held.value = null;
            }}
          >
            {words.writeTo(alias)}
          </Button>
        </Notice>
      )}
    </>
  );
}

const questionIn = (transfer: TransferProps['talk']['transfer']): AskedTransfer | null =>
  transfer === null || transfer.reason === 'takeover'
    ? null
    : { ...transfer, reason: transfer.reason };

type To = NonNullable<TransferProps['talk']['transfer']>['to'];

function untilWords({ until }: TransferWords, alias: string, to: To): string {
  return to.kind === 'colleague' ? until.colleague(alias, to.alias) : until[to.kind](alias);
}

/** True for a while after a transfer is no longer pending, if the conversation goes on. */
function useNoMore(conversationId: string, isPending: boolean): boolean {
  const { clock } = useSurroundings();
  const noMore = useSignal(false);
  const before = useRef({ conversationId, isPending });
  useEffect(() => {
    const last = before.current;
    before.current = { conversationId, isPending };
    noMore.value = last.isPending && !isPending && last.conversationId === conversationId;
    return clock.after(STAYS_MS, () => {
      noMore.value = false;
    });
  }, [conversationId, isPending]);
  return noMore.value;
}
