/** What those who wait miss when somebody goes off duty now (rule O9). */
import * as z from 'zod/mini';
import type { Role } from './models.ts';

/** `last`: the last one on duty, or the last leader. `waiting`: how many wait. */
export const Leaves = z.strictObject({
  last: z.enum(['one', 'leader']),
  waiting: z.int().check(z.minimum(1)),
});
export type Leaves = z.infer<typeof Leaves>;

/** Of somebody on duty; null: nobody waits, or others are there for them. */
export function leaves(
  { waiting, onDuty, leaders }: Readonly<Record<'waiting' | 'onDuty' | 'leaders', number>>,
  roles: readonly Role[],
): Leaves | null {
  if (waiting === 0) return null;
  if (onDuty <= 1) return { last: 'one', waiting };
  return roles.includes('leader') && leaders === 1 ? { last: 'leader', waiting } : null;
}
