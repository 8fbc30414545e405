/** Key epochs: the keys with which a message is sealed (rule E5). */
import type { KeyEpoch } from './models.ts';

/** The epoch in which every conversation begins. */
export const FIRST_EPOCH: KeyEpoch = { number: 0 };

export function sameEpoch(one: KeyEpoch, other: KeyEpoch): boolean {
  return one.number === other.number && one.visit === other.visit;
}
