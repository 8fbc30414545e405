/** Whether a request came from a page of ours: state changes and sockets take no other (rule S2). */
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Browsers name the origin of every socket and every POST; whoever is no browser has no cookie to misuse. A page of the
 * same host without TLS may be anybody's on the way, and not every browser holds a `SameSite` cookie back from it.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (origin === publicUrl) return true;
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  return page.host === host && page.protocol === new URL(publicUrl).protocol;
}

/** A cookie that comes without an origin is taken from nobody. */
export function mayChange(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const isNamed = headers.origin !== undefined || headers.cookie === undefined;
  return isNamed && isSameOrigin(headers, publicUrl);
}
