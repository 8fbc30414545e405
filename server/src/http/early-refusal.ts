/** Refuses requests by their head alone, before the body is read (rule R7). */
import type { IncomingMessage } from 'node:http';
import { BODY_MAX_BYTES } from '@terskel/shared/limits';

export type EarlyRefusal = 400 | 411 | 413;

export const SOCKETS = '/socket.io/';

function bodyMaxBytes(url: string): number {
  if (url.startsWith(SOCKETS)) return BODY_MAX_BYTES.sockets;
  return url.startsWith('/api/staff/') ? BODY_MAX_BYTES.staff : BODY_MAX_BYTES.others;
}

/** More than one `Host` must be answered with 400 (RFC 9112, 3.2). Node keeps the first and drops the others. */
function namesTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  const isHost = (text: string, index: number) => index % 2 === 0 && text.toLowerCase() === 'host';
  return rawHeaders.filter(isHost).length > 1;
}

/**
 * The status to refuse a request with; null if it is accepted. A body without a length may never end, so it is refused
 * (RFC 9112, 6.3). Browsers, and proxies that buffer requests, send a length.
 */
export function earlyRefusal(request: IncomingMessage): EarlyRefusal | null {
  const { url = '', headers } = request;
  if (namesTwoHosts(request)) return 400;
  if (headers['transfer-encoding'] !== undefined) return 411;
  return Number(headers['content-length'] ?? 0) > bodyMaxBytes(url) ? 413 : null;
}
