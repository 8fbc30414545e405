/** Sends a command until it is answered for good. */
import { ERRORS, type Refusal } from '@terskel/shared/errors';
import { type Clock, pause } from '../clock.ts';
import type { Lost } from './contract.ts';

const RETRY_MS = 1_000;

/**
 * Null: there is no good answer, and none will come. If the connection was lost, the next snapshot says what holds;
 * if it was refused, `stale` is called to ask for one.
 */
export async function insist<Ack extends { ok: true }>(
  clock: Clock,
  send: () => Promise<Ack | Refusal | Lost>,
  stale: () => void,
): Promise<Ack | null> {
  for (;;) {
    const reply = await send();
    if (reply.ok) return reply;
    if ('lost' in reply) return null;
    if (ERRORS[reply.code] !== 'later') {
      stale();
      return null;
    }
    await pause(clock, reply.retryAfterMs ?? RETRY_MS);
  }
}
