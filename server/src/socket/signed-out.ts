/** The end of a sign-in reaches its connection (rules S2, S4). */
import { TIMES } from '@terskel/shared/limits';
import type { StaffId } from '@terskel/shared/ids';
import type { Domain } from '../domain/ports.ts';
import { oneAtATime, timely } from '../domain/timely.ts';
import type { Registry } from './registry.ts';

/**
 * Whoever has signed out, or whose sign-in has ended, is cut off, whatever becomes of the live store; so is whose profile
 * has changed, who comes again at once with the new one. A ledger that is away cuts off nobody. Nobody on duty is idle, nor
 * while it isn't known who is; no command counts as use, so that the ledger's file doesn't tell when somebody talked. `untold`: what the live store could not be told is to be tried again.
 */
export function cutSignedOut(
  d: Domain,
  registry: Registry,
  untold: (tell: () => Promise<void>) => void,
): () => Promise<void> {
  function leadsNoMore(receiver: string, connection: string): void {
    registry.gone.delete(receiver);
    const id = receiver.replace('staff ', '') as StaffId;
    const tell = async () => void (await d.store.endLead(id, connection));
    tell().catch(() => untold(tell));
  }

  return oneAtATime(d.clock, async () => {
    const staff = registry
      .all()
      .flatMap(({ receiver, socket, signIn }) => (signIn ? [{ receiver, socket, signIn }] : []));
    if (staff.length + registry.gone.size === 0) return;
    // A store that hangs must not keep somebody here whose sign-in has ended.
    const onDuty =
      registry.gone.size > 0 || staff.some(({ signIn }) => signIn.idles)
        ? await timely(d.clock, d.store.onDuty(), null, TIMES.tickMs / 2).catch(() => null)
        : new Set<string>();
    for (const receiver of registry.gone.keys())
      if (onDuty?.has(receiver) === false) registry.gone.delete(receiver);
    const used = staff.filter(
      ({ receiver, signIn }) => signIn.idles && (onDuty === null || onDuty.has(receiver)),
    );
    const gone = [...registry.gone];
    const tokens = [
      ...staff.map(({ signIn }) => signIn.token),
      ...gone.map(([, { token }]) => token),
    ];
    const standing = await d.ledger.standing(
      tokens,
      new Set(used.map(({ signIn }) => signIn.token)),
    );
    staff.forEach(({ socket, signIn }, index) => {
      if (standing[index] === signIn.revision) return;
      socket.disconnect(true);
      if (standing[index] === null) signIn.over().catch(() => untold(signIn.over));
    });
    gone.forEach(([receiver, { connection }], index) => {
      if (standing[staff.length + index] === null) leadsNoMore(receiver, connection);
    });
  });
}
