/** Closes connections when their staff session ends (rules S2, S4). */
import { TIMES } from '@terskel/shared/limits';
import type { StaffId } from '@terskel/shared/ids';
import type { Domain } from '../domain/ports.ts';
import { singleFlight, withTimeout } from '../domain/with-timeout.ts';
import type { Registry } from './registry.ts';

/**
 * Returns a function that disconnects sockets whose staff session has ended, even if the live store is unavailable.
 * It also disconnects those whose profile has changed: they reconnect at once with the new one. If the ledger is
 * unavailable, nobody is disconnected. Being on duty counts as use of a session, and so does an unknown duty. Commands
 * do not count, so that the ledger's file does not reveal when somebody talked. `retry`: called with store updates
 * that failed.
 */
export function cutSignedOut(
  domain: Domain,
  registry: Registry,
  retry: (update: () => Promise<void>) => void,
): () => Promise<void> {
  function endLead(receiver: string, connection: string): void {
    registry.gone.delete(receiver);
    const id = receiver.replace('staff ', '') as StaffId;
    const update = async () => void (await domain.store.endLead(id, connection));
    update().catch(() => retry(update));
  }

  return singleFlight(domain.clock, async () => {
    const staff = registry
      .all()
      .flatMap(({ receiver, socket, signIn }) => (signIn ? [{ receiver, socket, signIn }] : []));
    if (staff.length + registry.gone.size === 0) return;
    // The time limit prevents that a hanging store keeps connections open whose session has ended.
    const onDuty =
      registry.gone.size > 0 || staff.some(({ signIn }) => signIn.idles)
        ? await withTimeout(domain.clock, domain.store.onDuty(), null, TIMES.tickMs / 2).catch(
            () => null,
          )
        : new Set<string>();
    for (const receiver of registry.gone.keys())
      if (onDuty?.has(receiver) === false) registry.gone.delete(receiver);
    const used = staff.filter(
      ({ receiver, signIn }) => signIn.idles && (onDuty === null || onDuty.has(receiver)),
    );
    const disconnected = [...registry.gone];
    const tokens = [
      ...staff.map(({ signIn }) => signIn.token),
      ...disconnected.map(([, { token }]) => token),
    ];
    const revisions = await domain.ledger.revisions(
      tokens,
      new Set(used.map(({ signIn }) => signIn.token)),
    );
    staff.forEach(({ socket, signIn }, index) => {
      if (revisions[index] === signIn.revision) return;
      socket.disconnect(true);
      if (revisions[index] === null) signIn.over().catch(() => retry(signIn.over));
    });
    disconnected.forEach(([receiver, { connection }], index) => {
      if (revisions[staff.length + index] === null) endLead(receiver, connection);
    });
  });
}
