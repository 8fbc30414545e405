/** Checks that a request comes from our own pages. State changes and sockets require it (rule S2). */
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Browsers send `Origin` with every socket and every POST. Other clients have no cookie to misuse. The scheme must
 * match too: an attacker in the network can forge a page without TLS on the same host, and not every browser withholds
 * a `SameSite` cookie from it.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (origin === publicUrl) return true;
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  return page.host === host && page.protocol === new URL(publicUrl).protocol;
}

/** As `isSameOrigin`, but a request with a cookie must also have an `Origin`. */
export function mayChange(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const isNamed = headers.origin !== undefined || headers.cookie === undefined;
  return isNamed && isSameOrigin(headers, publicUrl);
}
