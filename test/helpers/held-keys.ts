/** Key generation that waits for the test. */
import { createTicketKeys, encapsulate } from '@terskel/client/e2ee/agreement';
import { confirm, firstEpoch } from '@terskel/client/e2ee/seat-keys';
import type { ConversationId } from '@terskel/shared/ids';
import { onTestFinished, vi } from 'vitest';
import { settled } from '../unit/client/settled.ts';

/** From now on key generation waits until the test calls `finish`, or fails when it calls `fail`. */
export function holdKeyMaking() {
  const begun = Promise.withResolvers<void>();
  const verdict = Promise.withResolvers<void>();
  const exportKey = crypto.subtle.exportKey.bind(crypto.subtle);
  const spy = vi.spyOn(crypto.subtle, 'exportKey').mockImplementation(async (...asked) => {
    begun.resolve();
    await verdict.promise;
    return exportKey(...asked);
  });
  onTestFinished(() => spy.mockRestore());
  return {
    begun: begun.promise,
    async finish() {
      verdict.resolve();
      // After an equal amount of key work, the work already under way has finished too.
      const { publicKey } = await createTicketKeys();
      const id = 'x'.repeat(22) as ConversationId;
      const { secret } = await encapsulate(publicKey, id);
      await confirm(firstEpoch(id, secret), 'volunteer');
      await settled(() => spy.mock.calls.length);
    },
    fail() {
      verdict.reject(new Error('the script of the fallback can’t be fetched'));
      spy.mockRestore();
    },
  };
}
