/** Tells errors that mean "the store cannot answer now" from faults of our own. */
import {
  AbortError,
  ClientClosedError,
  ClientOfflineError,
  ConnectionTimeoutError,
  DisconnectsClientError,
  ReconnectStrategyError,
  SocketClosedUnexpectedlyError,
  SocketTimeoutError,
  TimeoutError,
} from 'redis';

/** The client has no connection, or lost it while it waited for the answer. */
const DISCONNECTED = [
  ...[AbortError, ClientClosedError, ClientOfflineError, ConnectionTimeoutError],
  ...[DisconnectsClientError, ReconnectStrategyError, SocketClosedUnexpectedlyError],
  ...[SocketTimeoutError, TimeoutError],
];

/** First words of Redis errors that concern the server's state, not the command. The last one is the client's own. */
const REFUSAL =
  /^(?:LOADING|BUSY|MISCONF|OOM|READONLY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|MOVED|ASK|NOREPLICAS|The queue is full)/;

export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    DISCONNECTED.some((kind) => error instanceof kind) ||
    REFUSAL.test(error.message) ||
    // A system error, such as ECONNRESET.
    'syscall' in error
  );
}
