import { useId } from 'preact/hooks';
import type { Talk } from '../../state/model.ts';
import css from '../../styles/volunteer/talk-list.module.css';
import { useNow } from '../parts/hooks.ts';
import { useStaffI18n } from './staff-words.ts';
import { standing } from './talk-state.tsx';
import type { Selection } from './use-selection.ts';

interface TalkListProps {
  readonly talks: readonly Talk[];
  readonly selection: Selection;
}

/** My conversations: which is in hand, and where somebody has written since. */
export function TalkList({ talks, selection }: TalkListProps) {
  const i18n = useStaffI18n();
  const { talks: words } = i18n.staff;
  const headingId = useId();
  const now = useNow(15_000);
  if (talks.length === 0) return null;
  return (
    <nav class={css['list']} aria-labelledby={headingId}>
      <h2 id={headingId} class={css['heading']}>
        {words.heading}
      </h2>
      <ol class={css['talks']}>
        {talks.map((talk, index) => {
          const unread = selection.unread(talk);
          const { text: told } = standing(talk, now, i18n);
          return (
            <li key={talk.conversationId}>
              <button
                type="button"
                class={css['talk']}
                aria-current={talk.conversationId === selection.selected ? 'true' : undefined}
                onClick={() => selection.open(talk.conversationId)}
              >
                <strong>{words.name(String(index + 1))}</strong>
                {unread > 0 && (
                  <span class={css['unread']}>{i18n.plural(words.unread, unread)}</span>
                )}
                <span class={css['about']}>
                  {talk.topic === null
                    ? i18n.languageName(talk.language)
                    : i18n.words.topics[talk.topic]}
                  {', '}
                  {words.since(i18n.time(talk.startedAt))}
                </span>
                {told !== null && <span class={css['away']}>{told}</span>}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
