/** Staff, their state on duty, and the counts that they see. */
import * as z from 'zod/mini';
import { StaffId } from '../ids.ts';
import { CAPACITY_MAX } from '../limits.ts';
import { Intake } from './queue.ts';
import { count, ms } from './scalars.ts';
import { Alias, Language, Topic } from './values.ts';

/** A volunteer's state on duty (rule O1). */
export const Availability = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('off') }),
  z.strictObject({ state: z.literal('ready') }),
  /** `missed`: the service paused the volunteer after two missed offers (rule O3). */
  z.strictObject({ state: z.literal('paused'), missed: z.boolean() }),
  z.strictObject({ state: z.literal('wrapping_up'), leftMs: ms }),
]);
export type Availability = z.infer<typeof Availability>;

/** A role of a staff member (rule S3). */
export const Role = z.enum(['volunteer', 'leader', 'admin']);
export type Role = z.infer<typeof Role>;
/** A staff member. One who is not trained may not work yet (rule O1). */
export const Staff = z.strictObject({
  id: StaffId,
  alias: Alias,
  roles: z.array(Role).check(z.minLength(1)),
  trained: z.boolean(),
  capacity: z.int().check(z.minimum(1), z.maximum(CAPACITY_MAX)),
  languages: z.array(Language).check(z.minLength(1)),
  /** The topics that this volunteer keeps to; empty: all. */
  topics: z.array(Topic),
});
export type Staff = z.infer<typeof Staff>;

/** Counts of waiting seekers and of volunteers, as every connected staff member sees them. */
export const Overview = z.strictObject({
  intake: Intake,
  lanes: z.array(
    z.strictObject({
      language: Language,
      topic: z.nullable(Topic),
      waiting: z.int().check(z.minimum(1)),
      /** How many of them chose "I am in danger now". */
      urgent: count,
    }),
  ),
  oldestWaitMs: z.nullable(ms),
  onDuty: count,
  /** How many of them are leaders. Without one, intake may be closed (rule I2). */
  leaders: count,
  ready: count,
  conversations: count,
});
export type Overview = z.infer<typeof Overview>;
