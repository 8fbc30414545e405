/**
 * A value that can be watched, with which controllers pass state to views. `@preact/signals-core` does this and more, but
 * adds 1.2 kB (rule U5).
 */
export interface ReadonlySignal<Value> {
  readonly value: Value;
  /** Calls `watch` at once and after each change. Returns a function that ends this. */
  subscribe(watch: (value: Value) => void): () => void;
}

export interface Signal<Value> extends ReadonlySignal<Value> {
  value: Value;
}

export function signal<Value>(initial: Value): Signal<Value> {
  let current = initial;
  const watchers = new Set<(value: Value) => void>();
  return {
    get value() {
      return current;
    },
    set value(next) {
      if (next === current) return;
      current = next;
      // If a watcher sets the value again, the watchers after it get only the newest value.
      for (const watch of watchers) watch(current);
    },
    subscribe(watch) {
      watchers.add(watch);
      watch(current);
      return () => void watchers.delete(watch);
    },
  };
}
