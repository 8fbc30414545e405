/** Which asides are unfolded, and how many of their messages are unread (rules V4, U14). */
import type { ConversationId } from '@terskel/shared/ids';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { ShownAside } from '../../state/aside.ts';
import { useSignal } from '../parts/signals.ts';
import { useSurroundings } from '../parts/surroundings.ts';
import { useStaffI18n } from './staff-words.ts';
import { receivedIn, type Selection } from './use-selection.ts';
import { findLast } from '../../lists.ts';

export interface AsideDesk {
  readonly isUnfolded: (of: ConversationId) => boolean;
  readonly toggle: (of: ConversationId) => void;
  readonly unread: (aside: ShownAside) => number;
}

/** Whether conversations and calls are side by side. */
const isWide = (): boolean => window.matchMedia('(min-width: 60rem)').matches;
/** Where there is less room, an aside begins folded, because the messages of the seeker need the space. */
const isRoomy = (): boolean => isWide() && window.matchMedia('(min-height: 54rem)').matches;

export function useAsides(asides: readonly ShownAside[], selection: Selection): AsideDesk {
  const chosen = useSignal<ReadonlyMap<ConversationId, boolean>>(new Map());
  const read = useSignal<ReadonlyMap<ConversationId, number>>(new Map());
  const isUnfolded = (of: ConversationId): boolean => chosen.value.get(of) ?? isRoomy();
  const { selected } = selection;
  const isInView = ({ of, seat }: ShownAside): boolean =>
    isUnfolded(of) && (seat === 'volunteer' ? of === selected : selected === null || isWide());
  const seen = asides.filter(isInView);
  const key = seen.map((aside) => `${aside.conversationId} ${receivedIn(aside)}`).join();
  useLayoutEffect(() => {
    const now = new Map(read.value);
    for (const aside of seen) now.set(aside.conversationId, receivedIn(aside));
    read.value = now;
  }, [key]);
  const unread = (aside: ShownAside): number =>
    isInView(aside) ? 0 : receivedIn(aside) - (read.value.get(aside.conversationId) ?? 0);
  useNews(asides, unread);
  return {
    isUnfolded,
    toggle: (of) => {
      chosen.value = new Map(chosen.value).set(of, !isUnfolded(of));
    },
    unread,
  };
}

/** Announces a message whose log is not in view. The log announces all others itself. */
function useNews(asides: readonly ShownAside[], unread: (aside: ShownAside) => number): void {
  const { aside: words } = useStaffI18n().staff;
  const { announce } = useSurroundings();
  const sum = asides.reduce((before, aside) => before + unread(aside), 0);
  const known = useRef(sum);
  useEffect(() => {
    const newest = findLast(asides, (aside) => unread(aside) > 0);
    if (sum > known.current && newest !== undefined) announce(words.news(newest.alias));
    known.current = sum;
  }, [sum]);
}
