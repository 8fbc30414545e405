/** What the service refused, as the staff's pages tell it. */
import type { Clock } from '../clock.ts';
import type { Refused } from '../net/staff-api.ts';
import type { ServiceProblem } from '../state/entry.ts';

/** Without a word from the service when to try again. */
const WAIT_MS = 60_000;

export function problemOf({ code, retryAfterMs = WAIT_MS }: Refused, clock: Clock): ServiceProblem {
  if (code === 'rate_limited') return { kind: code, until: clock.now() + retryAfterMs };
  return { kind: code === 'unavailable' ? code : 'failed' };
}
