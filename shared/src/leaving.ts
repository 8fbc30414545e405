/** What waiting seekers would lose if a staff member went off duty now (rule O9). */
import * as z from 'zod/mini';
import type { Role } from './models.ts';

/** `last`: the last one on duty, or the last leader. `waiting`: number of waiting seekers. */
export const Leaves = z.strictObject({
  last: z.enum(['one', 'leader']),
  waiting: z.int().check(z.minimum(1)),
});
export type Leaves = z.infer<typeof Leaves>;

/** `unknown`: the counts cannot be read at the moment. */
export const LeavesKnown = z.nullable(z.union([Leaves, z.literal('unknown')]));
export type LeavesKnown = z.infer<typeof LeavesKnown>;

/** For a staff member on duty with these roles. Null: nobody waits, or others remain on duty. */
export function leaves(
  { waiting, onDuty, leaders }: Readonly<Record<'waiting' | 'onDuty' | 'leaders', number>>,
  roles: readonly Role[],
): Leaves | null {
  if (waiting === 0) return null;
  if (onDuty <= 1) return { last: 'one', waiting };
  return roles.includes('leader') && leaders === 1 ? { last: 'leader', waiting } : null;
}
