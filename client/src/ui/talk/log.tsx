import type { ComponentChildren } from 'preact';
import type { Line, LoggedTalk } from '../../state/model.ts';
import css from '../../styles/talk/log.module.css';
import { cx } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { useI18n } from '../parts/surroundings.ts';
import { MessageText } from './message-text.tsx';
import { useStick } from './use-stick.ts';
import { findLast } from '../../lists.ts';
import { type WriterNames, writerName } from './writer-name.ts';

interface LogProps {
  readonly talk: LoggedTalk;
  /** Its name for screen readers, if a page shows several. */
  readonly label?: string;
  /** What each other participant is called. */
  readonly names: WriterNames;
  /** The opening notice, above the first message. */
  readonly opening?: ComponentChildren;
  readonly writing: string;
  /** Null if nothing can be sent any more. */
  readonly onRetry: ((key: string) => void) | null;
}

/** Messages by one seat within this time share one line with name and time (ms). */
const RUN_MS = 5 * 60_000;

/**
 * The messages of a conversation. Screen readers announce only `additions`, each once; a change to "delivered" is a
 * text change and stays silent. Lines keep their key, so that a reconnect renders nothing again and nothing is
 * announced twice. Messages from before a reload arrive silently, in a new log element, so that none is announced
 * again.
 */
export function Log({ talk, label, names, opening, writing, onRetry }: LogProps) {
  const { words } = useI18n();
  const { box, unseen, onScroll, toEnd } = useStick(talk);
  const { lines } = talk;
  const lastOwn = findLast(lines, (line) => line.from === talk.seat);
  const failed = lines.some((line) => line.delivery === 'failed');
  return (
    <div class={css['frame']}>
      <div
        class={css['log']}
        ref={box}
        onScroll={onScroll}
        key={String(talk.caughtUp)}
        role="log"
        aria-live={talk.caughtUp ? undefined : 'off'}
        aria-label={label ?? words.talk.log}
        aria-relevant="additions"
        tabindex={0}
      >
        {opening}
        <ol class={css['lines']}>
          {lines.map((line, index) => (
            <LogLine
              key={line.key}
              line={line}
              own={line.from === talk.seat}
              name={line.from === talk.seat ? words.talk.you : writerName(line, names)}
              begins={!sameRun(lines[index - 1], line)}
              closes={!sameRun(line, lines[index + 1])}
              tellsDelivery={line === lastOwn || line.delivery === 'failed'}
              onRetry={onRetry}
            />
          ))}
        </ol>
        {/* Not announced, because it changes too often. */}
        <p class={css['writing']} aria-live="off">
          {talk.otherIsTyping && (
            <>
              {writing}
              <span class={css['dots']} aria-hidden="true">
                <i />
                <i />
                <i />
              </span>
            </>
          )}
        </p>
      </div>
      {unseen.value > 0 && (
        <button
          type="button"
          class={css['chip']}
          onClick={() => {
            toEnd();
            // The pressed button is removed, so the focus moves to the log.
            box.current?.focus({ preventScroll: true });
          }}
        >
          {words.talk.newMessage}
          <Icon name="down" />
        </button>
      )}
      <p role="alert" class="heard">
        {failed ? words.talk.failedAlert : ''}
      </p>
    </div>
  );
}

function sameRun(one: Line | undefined, next: Line | undefined): boolean {
  if (one === undefined || next?.from !== one.from || next.alias !== one.alias) return false;
  if (one.delivery === 'failed') return false;
  // A message without `acceptedAt` was written just now.
  if (one.acceptedAt === null || next.acceptedAt === null) return true;
  return next.acceptedAt - one.acceptedAt < RUN_MS;
}

interface LogLineProps {
  readonly line: Line;
  readonly own: boolean;
  readonly name: string | undefined;
  readonly begins: boolean;
  readonly closes: boolean;
  readonly tellsDelivery: boolean;
  readonly onRetry: LogProps['onRetry'];
}

function LogLine({ line, own, name, begins, closes, tellsDelivery, onRetry }: LogLineProps) {
  const i18n = useI18n();
  const { delivery, retry } = i18n.words.talk;
  const time = line.acceptedAt === null ? null : i18n.time(line.acceptedAt);
  const tells = own && tellsDelivery;
  return (
    <li
      class={cx(
        css['line'],
        own ? css['own'] : css['other'],
        css[line.from],
        begins && css['begins'],
      )}
    >
      <span class={begins ? css['name'] : 'heard'}>
        {name}
        <span class="heard">: </span>
      </span>
      {/* The text follows its own direction; the box stays on its side of the page. */}
      <div class={css['words']} translate={false}>
        <div dir="auto">
          <MessageText text={line.text} />
        </div>
      </div>
      {(closes || tells) && (
        // Not announced: the time of an own message arrives with its acknowledgement.
        <p class={css['meta']} aria-live="off" data-delivery={own ? line.delivery : undefined}>
          {closes && time !== null && <time>{time}</time>}
          {tells && <span>{delivery[line.delivery]}</span>}
          {own && line.delivery === 'failed' && onRetry !== null && (
            <button type="button" class={css['retry']} onClick={() => onRetry(line.key)}>
              {retry}
            </button>
          )}
        </p>
      )}
    </li>
  );
}
