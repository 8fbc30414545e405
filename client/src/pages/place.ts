/** Where in the page one is, kept in the hash of its address: so that *back* leads back, and a reload stays. */

export interface Place {
  hash(): string;
  /** One step further; nothing if it is where we are. */
  go(hash: string): void;
  /** Runs when the reader goes back, forth, or follows a link. The result stops that. */
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
