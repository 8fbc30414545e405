/**
 * Messages between tabs of this browser. A duplicated tab holds the same secrets and would not learn otherwise that
 * they must be deleted (rules A1, U3).
 */

/** `left` and `over` name a session by its resume token. `signed out`: a staff member. */
export type TabNews = `left ${string}` | `over ${string}` | 'signed out';

// One channel for sending and receiving: a channel does not receive its own messages.
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('terskel');

export function tellTabs(news: TabNews): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A BroadcastChannel has no origin.
  channel?.postMessage(news);
}

export function onTabNews(run: (news: TabNews) => void): () => void {
  const hear = ({ data }: MessageEvent): void => run(data as TabNews);
  channel?.addEventListener('message', hear);
  return () => channel?.removeEventListener('message', hear);
}
