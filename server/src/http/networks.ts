/** Lists of networks in the configuration: addresses, CIDRs, and the names `loopback`, `linklocal` and `uniquelocal`. */
import { compile } from 'proxy-addr';

export type IsWithin = (address: string) => boolean;

/** Throws if an entry is none; of "everywhere" (`/0`) as well. */
export function networks(list: readonly string[]): IsWithin {
  if (list.length === 0) return () => false;
  const within = compile([...list]);
  return (address) => within(address, 0);
}

/** The entries of a variable; `none` is the word for an empty list. */
export function listed(text: string): readonly string[] {
  if (text === 'none') return [];
  return text.split(',').map((entry) => entry.trim());
}

export function namesNetworks(text: string): boolean {
  try {
    networks(listed(text));
    return true;
  } catch {
    return false;
  }
}
