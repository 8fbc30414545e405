/** Clients with addresses other than this machine's, as reported by a proxy that the service trusts. */
import { startService, type ServiceOptions, type TestService, type Where } from './service.ts';
import { connectSeeker, connectStaff, type SeekerPeer, type StaffPeer } from './peer.ts';

export interface Elsewhere {
  readonly service: TestService;
  seeker(address: string, node?: Where): Promise<SeekerPeer>;
  staff(address: string, session: string, node?: Where): Promise<StaffPeer>;
  fetch(address: string, path: string, init?: Init): Promise<Response>;
}

interface Init {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });

export async function startElsewhere(options: ServiceOptions = {}): Promise<Elsewhere> {
  const service = await startService({ trustedProxies: ['loopback'], ...options });
  return {
    service,
    seeker: (address, node) =>
      connectSeeker(service.origin(node), undefined, undefined, from(address)),
    staff: (address, session, node) =>
      connectStaff(service.origin(node), session, {}, from(address)),
    fetch: (address, path, init: Init = {}) =>
      fetch(`${service.origin()}${path}`, {
        ...init,
        headers: { ...init.headers, ...from(address) },
      }),
  };
}
