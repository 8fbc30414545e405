/**
 * What tabs of this browser tell each other. A tab that was duplicated holds the same secrets, and does not hear
 * otherwise that they are to be wiped (rules A1, U3).
 */

/** `left` and `over`: the session with this resume token. `signed out`: a volunteer. */
export type TabNews = `left ${string}` | `over ${string}` | 'signed out';

// One for both ways: a channel does not hear what it says itself.
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('terskel');

export function tellTabs(news: TabNews): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A channel has none.
  channel?.postMessage(news);
}

export function onTabNews(run: (news: TabNews) => void): () => void {
  const hear = ({ data }: MessageEvent): void => run(data as TabNews);
  channel?.addEventListener('message', hear);
  return () => channel?.removeEventListener('message', hear);
}
