/** Key generation that waits for the test. */
import { confirm, createTicketKeys, encapsulate } from '@terskel/client/e2ee/agreement';
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
      const { keys } = await encapsulate(publicKey, 'x'.repeat(22) as ConversationId);
      await confirm(keys, 'volunteer');
      await settled(() => spy.mock.calls.length);
    },
    fail() {
      verdict.reject(new Error('the script of the fallback can’t be fetched'));
      spy.mockRestore();
    },
  };
}
