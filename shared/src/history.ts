/** What the seeker's tab tells the new volunteer's tab after a transfer. It is encrypted; the service never sees it. */
import * as z from 'zod/mini';
import { MESSAGE_MAX_CHARS } from './limits.ts';
import { Alias, Seat } from './models.ts';

/** The year 5138. Later times cannot be shown everywhere. */
const LATEST = 1e14;

/** One line of an earlier conversation (rule C11). A history message is a JSON list of them, in order. */
export const HistoryLine = z.strictObject({
  from: Seat,
  /** The volunteer or the leader who wrote it; null for the seeker. */
  alias: z.nullable(Alias),
  text: z.string().check(z.minLength(1), z.maxLength(MESSAGE_MAX_CHARS)),
  /** When it was accepted, by the service's clock: ms since the epoch. */
  at: z.int().check(z.minimum(0), z.maximum(LATEST)),
});
export type HistoryLine = z.infer<typeof HistoryLine>;
