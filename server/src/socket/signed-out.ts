/** Closes connections when their staff session ends (rules S2, S4). */
import type { StaffId } from '@terskel/shared/ids';
import { endLead, revisionsOf, whoIsOnDuty } from '../domain/duty.ts';
import type { Domain } from '../domain/ports.ts';
import { singleFlight } from '../domain/with-timeout.ts';
import type { Registry } from './registry.ts';

/**
 * Returns a function that disconnects sockets whose staff session has ended, even if the live store is unavailable.
 * It also disconnects those whose profile has changed: they reconnect at once with the new one. If the ledger is
 * unavailable, no socket is disconnected. `retryLater` receives the store updates that failed.
 */
export function cutSignedOut(
  domain: Domain,
  registry: Registry,
  retryLater: (update: () => Promise<void>) => void,
): () => Promise<void> {
  function endLeadOf(receiver: string, connection: string): void {
    registry.gone.delete(receiver);
    const id = receiver.replace('staff ', '') as StaffId;
    const end = () => endLead(domain, id, connection);
    end().catch(() => retryLater(end));
  }

  return singleFlight(domain.clock, async () => {
    const staff = registry
      .all()
      .flatMap(({ receiver, socket, signIn }) => (signIn ? [{ receiver, socket, signIn }] : []));
    if (staff.length + registry.gone.size === 0) return;
    const needsDuty = registry.gone.size > 0 || staff.some(({ signIn }) => signIn.idles);
    const onDuty = needsDuty ? await whoIsOnDuty(domain) : null;
    for (const receiver of registry.gone.keys())
      if (onDuty?.has(receiver) === false) registry.gone.delete(receiver);
    const disconnected = [...registry.gone];
    const revisions = await revisionsOf(domain, onDuty, [
      ...staff.map(({ receiver, signIn }) => ({ receiver, ...signIn })),
      ...disconnected.map(([receiver, { token }]) => ({ receiver, token, idles: false })),
    ]);
    staff.forEach(({ socket, signIn }, index) => {
      if (revisions[index] === signIn.revision) return;
      socket.disconnect(true);
      if (revisions[index] === null) signIn.over().catch(() => retryLater(signIn.over));
    });
    disconnected.forEach(([receiver, { connection }], index) => {
      if (revisions[staff.length + index] === null) endLeadOf(receiver, connection);
    });
  });
}
