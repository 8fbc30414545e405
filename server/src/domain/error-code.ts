/** Redis error prefixes that are safe to log. The rest of the message may quote the command. */
const REFUSAL =
  /^(?:MISCONF|OOM|LOADING|READONLY|BUSY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|MOVED|ASK|NOREPLICAS|NOAUTH|NOPERM|NOSCRIPT|WRONGTYPE)\b/;

/** The code to log for an error: the prefix of a Redis error, else its class; never its message (rule A7). */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return REFUSAL.exec(error.message)?.[0] ?? error.constructor.name;
}
