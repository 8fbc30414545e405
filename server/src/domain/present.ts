/** Counts what is present or in progress now, by key. A key without any takes no memory. */
export class Present<Key> {
  readonly #counts = new Map<Key, number>();

  of(key: Key): number {
    return this.#counts.get(key) ?? 0;
  }

  /** Counts one more; the returned function uncounts it, once. */
  add(key: Key): () => void {
    this.#counts.set(key, this.of(key) + 1);
    let here = true;
    return () => {
      if (!here) return;
      here = false;
      const left = this.of(key) - 1;
      if (left === 0) this.#counts.delete(key);
      else this.#counts.set(key, left);
    };
  }
}
