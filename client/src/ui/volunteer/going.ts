/** What is lost when somebody goes off duty now. */
import type { StaffI18n } from '../../i18n/i18n.ts';
import type { WorkView } from './work.tsx';

/** Null: nobody waits, or others are there for them (rule O9). */
export function goingWords(
  { overview, staff, availability }: WorkView,
  i18n: StaffI18n,
): string | null {
  const { going } = i18n.staff;
  const { intake, onDuty, leaders } = overview;
  if (intake.waiting === 0 || availability.state === 'off') return null;
  if (onDuty <= 1) return i18n.plural(going.last, intake.waiting);
  const isLastLeader = staff.roles.includes('leader') && leaders === 1;
  return isLastLeader ? i18n.plural(going.leader, intake.waiting) : null;
}
