/** Key epochs: which keys a message is sealed with (rule E5). */
import type { KeyEpoch } from '@terskel/shared/models';

export function sameEpoch(one: KeyEpoch, other: KeyEpoch): boolean {
  return one.number === other.number && one.visit === other.visit;
}
