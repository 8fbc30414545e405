/** An address as people read and type it: without `https://`, and with a Unicode host name. */
import { domainToUnicode } from 'node:url';

export function shownAddress(origin: string): string {
  const { hostname, host } = new URL(origin);
  const name = host.replace(hostname, domainToUnicode(hostname));
  return origin.startsWith('https:') ? name : `http://${name}`;
}
