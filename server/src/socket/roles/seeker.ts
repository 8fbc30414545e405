/** Sessions of seekers: found by a resume token, which only the tab holds. */
import { ACCESS, refusalBy } from '@terskel/shared/access';
import { type SeekerCommands, seekerCommands } from '@terskel/shared/commands';
import { SeekerHandshake } from '@terskel/shared/protocol';
import type { SeekerId } from '../../domain/live-store.ts';
import { issueToSeeker, type Kept, keptBySeeker, keptSince } from '../../domain/resume.ts';
import { connectSeeker, disconnectSeeker, isKnown } from '../../domain/sessions.ts';
import { parseHandshake } from '../handshake.ts';
import type { Connection, Gateway, Role } from '../role.ts';
import { seekerHandlers } from './seeker-handlers.ts';

interface SeekerSession {
  readonly resumeToken: string;
  readonly seeker: SeekerId;
  /** What the tab's resume ticket restores. */
  readonly kept: Kept | null;
}
export type SeekerConnection = Connection<SeekerSession>;

export function seekerRole(gateway: Gateway): Role<SeekerCommands, SeekerSession> {
  const { domain, digest } = gateway;
  const sessionOf = (resumeToken: string, kept: Kept | null): SeekerSession => ({
    ...{ resumeToken, kept },
    seeker: digest(resumeToken) as SeekerId,
  });
  return {
    commands: seekerCommands,
    handlers: seekerHandlers(gateway),
    refusal: (_connection, name) => refusalBy(ACCESS.seeker[name], null),
    async authenticate({ handshake }) {
      const { resumeToken, resumeTicket } = parseHandshake(SeekerHandshake, handshake.auth);
      if (resumeToken !== undefined) {
        const { seeker } = sessionOf(resumeToken, null);
        const kept =
          resumeTicket === undefined ? null : await keptBySeeker(domain, seeker, resumeTicket);
        if (await isKnown(domain, seeker, resumeTicket, kept)) return sessionOf(resumeToken, kept);
      }
      // An unknown token is not used again, so that two visits cannot be linked (rule A5).
      return sessionOf(domain.ids.secret(), null);
    },
    receiver: ({ seeker }) => `seeker ${seeker}`,
    signIn: () => null,
    async claim(connection, takeover) {
      const { seeker, kept } = connection.data;
      const state = await connectSeeker(domain, seeker, connection.at, takeover);
      if (takeover && state !== null) connection.sealedAt = keptSince(state, kept);
      return state;
    },
    around: ({ data: { resumeToken } }) => ({ resumeToken, intake: gateway.intake() }),
    release: ({ data, at }) => disconnectSeeker(domain, data.seeker, at),
    seal: ({ data }) => issueToSeeker(domain, data.seeker),
  };
}
