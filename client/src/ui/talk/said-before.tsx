import { useId } from 'preact/hooks';
import type { SaidBefore as Line, Talk } from '../../state/model.ts';
import css from '../../styles/talk/log.module.css';
import { cx } from '../parts/hooks.ts';
import { useI18n } from '../parts/surroundings.ts';
import { MessageText } from './message-text.tsx';
import { type WriterNames, writerName } from './writer-name.ts';

interface SaidBeforeProps {
  readonly talk: Talk;
  readonly heading: string;
  /** Where it comes from, if that needs words. */
  readonly hint?: string;
  /** How this page calls those whose alias is not in a line. */
  readonly names: WriterNames;
}

/**
 * What was said before a transfer, above the messages of this conversation (rule C11). A screen reader finds it under
 * its heading; it is not announced.
 */
export function SaidBefore({ talk, heading, hint, names }: SaidBeforeProps) {
  const i18n = useI18n();
  const id = useId();
  const { before } = talk;
  if (before.length === 0) return null;
  return (
    <section class={cx(css['opening'], css['before'])} aria-labelledby={id} aria-live="off">
      <h2 id={id}>{heading}</h2>
      {hint !== undefined && <p>{hint}</p>}
      <ol class={css['lines']}>
        {before.map((line, index) => {
          const begins = !sameWriter(before[index - 1], line);
          const closes = !sameWriter(line, before[index + 1]);
          return (
            <li
              key={index}
              class={cx(
                css['line'],
                css[line.from === talk.seat ? 'own' : 'other'],
                css[line.from],
                begins && css['begins'],
              )}
            >
              <span class={begins ? css['name'] : 'heard'}>
                {writerName(line, names)}
                <span class="heard">: </span>
              </span>
              <div class={css['words']} translate={false}>
                <div dir="auto">
                  <MessageText text={line.text} />
                </div>
              </div>
              {closes && (
                <p class={css['meta']}>
                  <time>{i18n.time(line.at)}</time>
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function sameWriter(one: Line | undefined, next: Line | undefined): boolean {
  return (
    one !== undefined && next !== undefined && one.from === next.from && one.alias === next.alias
  );
}
