import { leaves } from '@terskel/shared/leaving';
import type { StaffI18n } from '../../i18n/i18n.ts';
import { goingWords } from '../account/going.ts';
import type { WorkView } from './work.tsx';

/** The warning before going off duty. Null if no seeker waits, or if others are there to answer (rule O9). */
export function ownGoingWords(view: WorkView, i18n: StaffI18n): string | null {
  const { overview, staff, availability } = view;
  if (availability.state === 'off') return null;
  const { intake, onDuty, leaders } = overview;
  const lost = leaves({ waiting: intake.waiting, onDuty, leaders }, staff.roles);
  return lost && goingWords(lost, i18n);
}
