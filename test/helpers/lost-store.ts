/** A loss of the live store in flow tests, and the resume tickets of its clients. */
import type { SeekerPeer } from './peer.ts';
import { until, type TestService } from './service.ts';

interface Holder {
  all(name: 'resume:issued'): { readonly resumeTicket: string }[];
}

/** The newest resume ticket, once more than `count` have been issued. */
export async function ticketOf(peer: Holder, count = 0): Promise<string> {
  const issued = () => peer.all('resume:issued');
  await until(async () => issued().length > count);
  return issued().at(-1)?.resumeTicket ?? '';
}

/** Restarts the live store empty, and waits until all nodes have noticed. */
export async function loseStore(service: TestService): Promise<void> {
  await service.live.kill();
  await service.live.restart();
  await service.ready();
}

/** The place of a waiting seeker by the page's first snapshot; null if there is none. */
export const placeOf = ({ snapshot }: SeekerPeer) =>
  snapshot.session.kind === 'ticket' && snapshot.session.ticket.state === 'waiting'
    ? snapshot.session.ticket.place
    : null;
