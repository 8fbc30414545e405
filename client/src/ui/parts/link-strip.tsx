/** How the page is linked to the service, in words (rule U6). */
import { useEffect } from 'preact/hooks';
import type { Link } from '../../state/model.ts';
import css from '../../styles/parts/notices.module.css';
import { useSettled } from './hooks.ts';
import { useI18n, useSurroundings } from './surroundings.ts';
import { useSignal } from './signals.ts';

/** A break shorter than this is not worth a word: it would only flicker. */
const CALM_MS = 1_000;

export const useCalmLink = (link: Link): Link => useSettled<Link>(link, 'online', CALM_MS);

interface LinkStripProps {
  readonly link: Link;
  /** Other words for `reconnecting`: what is safe differs between the two sides. */
  readonly reconnecting?: string;
}

/** A calm strip while the link is broken. It always stands in the page, so that a screen reader hears it fill. */
export function LinkStrip({ link, reconnecting }: LinkStripProps) {
  const { announce } = useSurroundings();
  const { words } = useI18n();
  const shown = useCalmLink(link);
  const wasBroken = useSignal(false);
  useEffect(() => {
    if (shown === 'online' && wasBroken.peek()) announce(words.link.online);
    wasBroken.value = shown !== 'online';
  }, [announce, shown, wasBroken, words]);
  return (
    <p role="status" class={css['strip']}>
      {stripWords(shown, reconnecting ?? words.link.reconnecting, words.link)}
    </p>
  );
}

function stripWords(
  link: Link,
  reconnecting: string,
  words: Record<'connecting' | 'offline' | 'unavailable' | 'restarting', string>,
): string {
  switch (link) {
    case 'connecting':
    case 'offline':
    case 'unavailable':
    case 'restarting':
      return words[link];
    case 'reconnecting':
      return reconnecting;
    case 'online':
    case 'replaced':
    case 'outdated':
    case 'refused':
      // The last three take the whole page: see `stopped`.
      return '';
  }
}
