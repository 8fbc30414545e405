/** Converts the service's refusals for the staff pages. */
import type { Clock } from '../clock.ts';
import type { Refused } from '../net/staff-api.ts';
import type { ServiceProblem } from '../state/entry.ts';

/** Used if the service does not say when to try again (ms). */
const WAIT_MS = 60_000;

export function problemOf({ code, retryAfterMs = WAIT_MS }: Refused, clock: Clock): ServiceProblem {
  if (code === 'rate_limited') return { kind: code, until: clock.now() + retryAfterMs };
  return { kind: code === 'unavailable' ? code : 'failed' };
}
