import { useEffect, useRef } from 'preact/hooks';
import type { EndedTalk, WorkTalk } from '../../state/volunteer-view.ts';
import css from '../../styles/volunteer/side-list.module.css';
import { Icon } from '../parts/icons.tsx';
import { useSurroundings } from '../parts/surroundings.ts';
import { talkName, useStaffI18n } from './staff-words.ts';
import type { Selection } from './use-selection.ts';
import { findLast } from '../../lists.ts';

interface ElsewhereProps {
  readonly talks: readonly (WorkTalk | EndedTalk)[];
  readonly selection: Selection;
  /** The number of unread messages in asides that belong to none or another of them. */
  readonly unreadAsides: number;
}

/**
 * The number of unread messages in the conversations that are not open. New ones are announced with the conversation's
 * name (rule U14).
 */
export function Elsewhere({ talks, selection, unreadAsides }: ElsewhereProps) {
  const i18n = useStaffI18n();
  const { talks: words, talk: one } = i18n.staff;
  const { announce } = useSurroundings();
  const others = talks.filter(({ conversationId }) => conversationId !== selection.selected);
  const unread = others.map((talk) => selection.unread(talk));
  const sum = unread.reduce((before, count) => before + count, 0);
  const known = useRef(sum);
  useEffect(() => {
    const newest = findLast(others, (talk) => selection.unread(talk) > 0);
    if (sum > known.current && newest !== undefined) {
      const name = talkName(newest, i18n);
      const count = i18n.plural(words.unread, selection.unread(newest));
      announce([newest.danger ? `${one.urgent}. ` : '', words.unreadIn(name, count)].join(''));
    }
    known.current = sum;
  }, [sum]);
  const all = sum + unreadAsides;
  if (all === 0) return null;
  const inDanger = others.some((talk) => talk.danger && selection.unread(talk) > 0);
  return (
    <span class={css['count']}>
      {inDanger && <Icon name="warn" />}
      {i18n.plural(words.unread, all)}
    </span>
  );
}
