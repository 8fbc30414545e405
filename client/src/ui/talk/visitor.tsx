import { useEffect, useRef } from 'preact/hooks';
import type { Talk } from '../../state/model.ts';
import notices from '../../styles/parts/notices.module.css';
import { useSettled } from '../parts/hooks.ts';
import { useSurroundings } from '../parts/surroundings.ts';

interface VisitorProps {
  readonly talk: Talk;
  readonly words: Readonly<Record<'here' | 'away' | 'left', (alias: string) => string>>;
}

/** A shorter absence, such as a page reload, is not shown (ms). */
export const AWAY_MS = 4_000;

/** Says who reads along, from the first moment to the last, and then that they have left (rule E5). */
export function Visitor({ talk, words }: VisitorProps) {
  const { announce } = useSurroundings();
  const { leader } = talk;
  const last = useRef<string | null>(null);
  last.current = leader ?? last.current;
  const isAway = useSettled(talk.thirdIsAway, false, AWAY_MS);
  const now = leader === null ? 'left' : isAway ? 'away' : 'here';
  // A region that is new with its text, as after a reload, is not announced by itself.
  useEffect(() => {
    if (leader !== null) announce(words.here(leader));
  }, []);
  return (
    <p role="status" class={notices['strip']}>
      {last.current === null ? '' : words[now](last.current)}
    </p>
  );
}
