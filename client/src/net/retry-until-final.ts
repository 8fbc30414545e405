/** Sends a command until the answer is final. Repeating a command is harmless (see errors.ts). */
import { ERRORS, type Refusal } from '@terskel/shared/errors';
import { type Clock, pause } from '../clock.ts';
import type { Lost } from './contract.ts';

const RETRY_MS = 1_000;
const RETRY_LONGEST_MS = 10_000;

/** `going` is called after each wait and returns whether to try again. A lost reply is returned to the caller. */
export async function retryUntilFinal<Ack extends { ok: true }>(
  clock: Clock,
  send: () => Promise<Ack | Refusal | Lost>,
  going: () => boolean,
): Promise<Ack | Refusal | Lost> {
  for (let retryMs = RETRY_MS; ; retryMs = Math.min(RETRY_LONGEST_MS, retryMs * 2)) {
    const reply = await send();
    if (reply.ok || 'lost' in reply || ERRORS[reply.code] !== 'later') return reply;
    await pause(clock, reply.retryAfterMs ?? retryMs);
    if (!going()) return reply;
  }
}
