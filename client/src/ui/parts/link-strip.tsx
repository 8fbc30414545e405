/** Shows the state of the connection to the service, in words (rule U6). */
import { useEffect } from 'preact/hooks';
import type { Link } from '../../state/model.ts';
import css from '../../styles/parts/notices.module.css';
import { useSettled } from './hooks.ts';
import { useI18n, useSurroundings } from './surroundings.ts';
import { useSignal } from './signals.ts';

/** A shorter interruption is not shown, because it would only flicker (ms). */
const CALM_MS = 1_000;

/** The connection state, with interruptions shorter than `CALM_MS` left out. */
export const useCalmLink = (link: Link): Link => useSettled<Link>(link, 'online', CALM_MS);

interface LinkStripProps {
  readonly link: Link;
  /** Overrides the words for `reconnecting`: seekers and volunteers need different ones. */
  readonly reconnecting?: string;
}

/**
 * A strip of text while the connection is broken. The element always exists, so that screen readers announce changes.
 */
export function LinkStrip({ link, reconnecting }: LinkStripProps) {
  const { announce } = useSurroundings();
  const { words } = useI18n();
  const shown = useCalmLink(link);
  const wasBroken = useSignal(false);
  useEffect(() => {
    if (shown === 'online' && wasBroken.value) announce(words.link.online);
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
      // The last three replace the whole page: see `stopped`.
      return '';
  }
}
