/** The tab title for unread messages, including those in a conversation that is not open. */
import type { ShownAside } from '../../state/aside.ts';
import type { WorkTalk } from '../../state/volunteer-view.ts';
import { useUnreadTitle } from '../talk/use-unread-title.ts';
import { useStaffI18n } from './staff-words.ts';
import type { AsideDesk } from './use-asides.ts';
import type { Selection } from './use-selection.ts';

export function useWorkTitle(
  talks: readonly WorkTalk[],
  asides: readonly ShownAside[],
  desk: Pick<AsideDesk, 'unread'>,
  selection: Selection,
): string | null {
  const { words, staff } = useStaffI18n();
  const away = useUnreadTitle([...talks, ...asides]);
  const others = talks.filter(({ conversationId }) => conversationId !== selection.selected);
  const unread =
    others.reduce((sum, talk) => sum + selection.unread(talk), 0) +
    asides.reduce((sum, aside) => sum + desk.unread(aside), 0);
  const title = away ?? (unread === 0 ? null : words.talk.newTitle(String(unread)));
  const inDanger = talks.some(
    (talk) => talk.danger && (away !== null || selection.unread(talk) > 0),
  );
  return title !== null && inDanger ? `${title} · ${staff.dangerTitle}` : title;
}
