import type { ConversationId } from '@terskel/shared/ids';
import { useId } from 'preact/hooks';
import type { StaffI18n } from '../../i18n/i18n.ts';
import type { EndedTalk, OwnCall, WorkTalk } from '../../state/volunteer-view.ts';
import css from '../../styles/volunteer/talk-list.module.css';
import side from '../../styles/volunteer/side-list.module.css';
import { useNow } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { talkName, useStaffI18n } from './staff-words.ts';
import { presenceOf } from './talk-state.tsx';
import type { Selection } from './use-selection.ts';
import { sorted } from '../../lists.ts';

interface TalkListProps {
  readonly talks: readonly WorkTalk[];
  readonly ended: readonly EndedTalk[];
  /** This page is connected; otherwise the presence of seekers is unknown. */
  readonly online: boolean;
  readonly selection: Selection;
  /** The number of unread messages in a conversation's aside. */
  readonly unreadAside: (of: ConversationId) => number;
}

/** The volunteer's conversations: which one is open, and which have unread messages. */
export function TalkList(props: TalkListProps) {
  const { talks, ended, online, selection, unreadAside } = props;
  const i18n = useStaffI18n();
  const { talks: words } = i18n.staff;
  const headingId = useId();
  const now = useNow(15_000);
  if (talks.length + ended.length === 0) return null;
  const over = new Set(ended.map(({ conversationId }) => conversationId));
  const inOrder = [...sorted(talks, dangerFirst), ...ended];
  return (
    <nav class={side['list']} aria-labelledby={headingId}>
      <h2 id={headingId} class={side['heading']} tabindex={-1}>
        {words.heading}
      </h2>
      <ol class={side['list']}>
        {inOrder.map((talk) => {
          const isOver = over.has(talk.conversationId);
          const unread = selection.unread(talk) + unreadAside(talk.conversationId);
          const { text } = presenceOf(talk, now, i18n);
          const note = isOver ? i18n.staff.ended.mark : online ? text : null;
          return (
            <li key={talk.conversationId}>
              <button
                type="button"
                id={`talk-${talk.conversationId}`}
                class={css['talk']}
                aria-current={talk.conversationId === selection.selected ? 'true' : undefined}
                onClick={() => selection.open(talk.conversationId)}
              >
                <strong dir="auto">{talkName(talk, i18n)}</strong>
                {talk.danger && (
                  <strong class={css['urgent']}>
                    <Icon name="warn" />
                    {i18n.staff.talk.urgent}
                  </strong>
                )}
                {unread > 0 && (
                  <span class={side['count']}>{i18n.plural(words.unread, unread)}</span>
                )}
                <span class={css['about']}>
                  {talk.topic === null
                    ? i18n.languageName(talk.language)
                    : i18n.words.topics[talk.topic]}
                  {', '}
                  {words.since(i18n.time(talk.startedAt))}
                </span>
                {talk.call !== null && (
                  <span class={css['away']}>{callWords(talk, talk.call, i18n)}</span>
                )}
                {note !== null && <span class={css['away']}>{note}</span>}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function callWords({ leader }: WorkTalk, { kind, by }: OwnCall, { staff }: StaffI18n): string {
  const { own: words } = staff.calls;
  if (leader !== null) return staff.talk.visit.isIn(leader);
  return by === null ? words[kind] : words.taken(by);
}

/** Sort order: danger first (rule U14), then by number. */
function dangerFirst(one: WorkTalk, other: WorkTalk): number {
  if (one.danger !== other.danger) return one.danger ? -1 : 1;
  return one.number - other.number;
}
