/** Words in which a store refuses a command, whatever it was: the rest of its message may quote it. */
const REFUSAL =
  /^(?:MISCONF|OOM|LOADING|READONLY|BUSY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|MOVED|ASK|NOREPLICAS|NOAUTH|NOPERM|NOSCRIPT|WRONGTYPE)\b/;

/** What the log says of an error: its class, or the word of a store's refusal; never its message (rule A7). */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return REFUSAL.exec(error.message)?.[0] ?? error.constructor.name;
}
