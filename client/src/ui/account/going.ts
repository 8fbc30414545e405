/**
 * The text that tells a volunteer what it means to go off duty now: the last one on duty, or the last leader (rule O9).
 */
import type { Leaves } from '@terskel/shared/leaving';
import type { AccountI18n } from '../../i18n/i18n.ts';

export function goingWords(leaves: Leaves | 'unknown', i18n: AccountI18n): string {
  const { going } = i18n.account;
  if (leaves === 'unknown') return going.unknown;
  const { last, waiting } = leaves;
  return i18n.plural(last === 'one' ? going.last : going.leader, waiting);
}
