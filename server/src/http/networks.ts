/** Parses network lists in the configuration: addresses, CIDRs, `loopback`, `linklocal` and `uniquelocal`. */
import { compile } from 'proxy-addr';

export type IsWithin = (address: string) => boolean;

/** Throws if an entry is not a network, or contains every address (`/0`). */
export function networks(list: readonly string[]): IsWithin {
  if (list.length === 0) return () => false;
  const within = compile([...list]);
  return (address) => within(address, 0);
}

/** Splits the value of an environment variable; `none` means an empty list. */
export function listed(text: string): readonly string[] {
  if (text === 'none') return [];
  return text.split(',').map((entry) => entry.trim());
}

/** Whether `networks` accepts this value. */
export function namesNetworks(text: string): boolean {
  try {
    networks(listed(text));
    return true;
  } catch {
    return false;
  }
}
