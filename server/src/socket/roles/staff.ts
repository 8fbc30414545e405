/** Sessions of staff: found by the token of a sign-in. */
import { ACCESS, refusalBy } from '@terskel/shared/access';
import { type StaffCommands, staffCommands } from '@terskel/shared/commands';
import type { ConversationId } from '@terskel/shared/ids';
import type { Seat, Staff } from '@terskel/shared/models';
import { StaffHandshake } from '@terskel/shared/protocol';
import { mayWork, signOff } from '../../domain/duty.ts';
import { issueToStaff, restoreStaff } from '../../domain/resume.ts';
import { type LostDuty, connectStaff, disconnectStaff } from '../../domain/sessions.ts';
import { HandshakeError, parseHandshake } from '../handshake.ts';
import type { LocalSignIn } from '../registry.ts';
import type { Connection, Gateway, Role } from '../role.ts';
import { staffHandlers } from './staff-handlers.ts';

interface StaffSession {
  readonly staff: Staff;
  readonly signIn: LocalSignIn;
  /** The state on duty before the store lost it; null if it has lost none. */
  readonly lostDuty: LostDuty | null;
  /** The seats that this person has in conversations of others and in asides, as this connection knows them (rule C13). */
  readonly visits: Map<ConversationId, Seat>;
}
export type StaffConnection = Connection<StaffSession>;

export function staffRole(gateway: Gateway): Role<StaffCommands, StaffSession> {
  const { domain } = gateway;
  return {
    commands: staffCommands,
    handlers: staffHandlers(domain),
    refusal: ({ data }, name) => refusalBy(ACCESS.staff[name], data.staff),
    async authenticate({ handshake, conn }) {
      const auth = parseHandshake(StaffHandshake, handshake.auth);
      const token = auth.session ?? gateway.cookieSession(handshake.headers.cookie);
      // Pages reconnect by themselves, so this does not count as use of the staff session (rule S2).
      const found = token === undefined ? null : await domain.ledger.session(token, 'looks');
      if (token === undefined || found === null) throw new HandshakeError('unauthorized');
      const { staff, revision } = found;
      gateway.connectionLimits.signedIn(conn);
      const { resumeTicket, duty = 'off' } = auth;
      const lost =
        resumeTicket !== undefined && (await restoreStaff(domain, staff.id, resumeTicket));
      const idles = staff.roles.includes('admin');
      return {
        staff,
        signIn: { token, revision, idles, over: () => signOff(domain, staff) },
        lostDuty: lost && mayWork(staff) ? duty : null,
        visits: new Map(),
      };
    },
    receiver: ({ staff }) => `staff ${staff.id}`,
    signIn: ({ signIn }) => signIn,
    async claim({ data, at }, takeover) {
      const state = await connectStaff(domain, data.staff, at, takeover, data.lostDuty);
      data.visits.clear();
      for (const { id, seat } of [...(state?.conversations ?? []), ...(state?.asides ?? [])])
        if (seat !== 'volunteer') data.visits.set(id, seat);
      return state;
    },
    around: () => ({ overview: gateway.overview() }),
    release: ({ data, at }) => disconnectStaff(domain, data.staff, at),
    seal: ({ data }) => issueToStaff(domain, data.staff.id),
  };
}
