/** Keeps the newest message in view while the log is scrolled to its end. Does nothing after scrolling up. */
import type { ReadonlySignal } from '../../signal.ts';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { LoggedTalk } from '../../state/model.ts';
import { useSignal } from '../parts/signals.ts';

/** This close to the end counts as the end (px). */
const NEAR_PX = 56;

export interface Stick {
  readonly box: RefObject<HTMLDivElement | null>;
  /** How many messages of others have arrived below the visible part. */
  readonly unseen: ReadonlySignal<number>;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
}

export function useStick(talk: LoggedTalk): Stick {
  const { conversationId, former, lines, before, seat, otherIsTyping, caughtUp } = talk;
  const box = useRef<HTMLDivElement>(null);
  // A conversation without messages starts at its opening notice, to be read from the top. After a transfer only the
  // volunteer begins at the top.
  const begins = lines.length > 0 || (seat === 'seeker' && former !== null);
  const atEnd = useRef(begins);
  const shown = useRef(conversationId);
  const known = useRef(lines.length);
  const unseen = useSignal(0);
  const height = useRef(0);

  const toEnd = (): void => {
    const area = box.current;
    if (area !== null) area.scrollTop = area.scrollHeight;
    atEnd.current = true;
    unseen.value = 0;
  };
  const onScroll = (): void => {
    const area = box.current;
    // A change of the box's own size is not scrolling; the observer below handles it.
    if (area === null || area.clientHeight !== height.current) return;
    atEnd.current = area.scrollHeight - area.scrollTop - area.clientHeight < NEAR_PX;
    if (atEnd.current) unseen.value = 0;
  };

  useLayoutEffect(() => {
    if (shown.current !== conversationId) {
      // The next conversation on the same screen: nothing of it is unseen yet.
      shown.current = conversationId;
      known.current = 0;
      atEnd.current = begins;
      unseen.value = 0;
    }
    const fresh = lines.slice(known.current);
    known.current = lines.length;
    const wroteMyself = fresh.some((line) => line.from === seat);
    if (atEnd.current || wroteMyself) toEnd();
    else if (fresh.length > 0) {
      unseen.value += fresh.length;
      onScroll();
    }
  }, [conversationId, lines.length, before.length, otherIsTyping, caughtUp]);

  // The size changes (keyboard opens, window turns, box grows): stay at the end.
  useEffect(() => {
    const area = box.current;
    if (area === null) return undefined;
    const observer = new ResizeObserver(() => {
      height.current = area.clientHeight;
      if (atEnd.current) toEnd();
    });
    observer.observe(area);
    return () => observer.disconnect();
  }, [caughtUp]);

  return { box, unseen, onScroll, toEnd };
}
