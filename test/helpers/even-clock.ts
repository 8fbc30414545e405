/** A clock that a node trusts: nothing is released before it has gone evenly for an hour (rule T4). */
import { HOUR_MS } from './counts.ts';
import type { TestService } from './service.ts';

const STEP_MS = HOUR_MS / 6;
/** The first step may be taken for a jump. */
const STEPS = 7;

/** An hour passes, look by look. */
export async function passEvenly(service: TestService): Promise<void> {
  for (let step = 0; step < STEPS; step += 1) await service.pass(STEP_MS);
}

/** Moves the clock to this time (ms), the last part evenly. */
export async function moveEvenlyTo(service: TestService, at: number): Promise<void> {
  await service.pass(at - STEPS * STEP_MS - service.clock.now());
  await passEvenly(service);
}
