/** The position within the page, kept in the location hash, so that *Back* and a reload work. */

export interface Place {
  hash(): string;
  /** Adds a history entry, unless it is the current position. */
  go(hash: string): void;
  /** Calls `run` when the user goes back or forward or follows a link. The returned function stops it. */
  onMove(run: () => void): () => void;
}

export const thisPlace: Place = {
  hash: () => location.hash,
  go(hash) {
    if (location.hash !== hash) history.pushState(null, '', hash);
  },
  onMove(run) {
    addEventListener('hashchange', run);
    return () => removeEventListener('hashchange', run);
  },
};
