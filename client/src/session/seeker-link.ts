/** A seeker's connection. If the tab was connected before, it authenticates with the resume token from its storage. */
import { emptyAck, seekerAcks } from '@terskel/shared/acks';
import type { SeekerCommands } from '@terskel/shared/commands';
import { type SeekerEvents, seekerEvents } from '@terskel/shared/events';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import type { Schema } from '../net/contract.ts';
import { Link, type LinkOptions } from '../net/link.ts';
import type { TabStorage } from '../storage.ts';

const acks: Readonly<Partial<Record<string, Schema>>> = seekerAcks;

type Own = 'clock' | 'network' | 'origin' | 'onStatus' | 'onEvent';

export function seekerLink(
  storage: TabStorage,
  own: Pick<LinkOptions<SeekerCommands, SeekerEvents>, Own>,
): Link<SeekerCommands, SeekerEvents> {
  return new Link({
    ...own,
    namespace: '/seeker',
    auth: () => {
      const { resumeToken, resumeTicket } = storage.get('session') ?? {};
      const protocol = PROTOCOL_VERSION;
      return { protocol, ...(typeof resumeToken === 'string' && { resumeToken, resumeTicket }) };
    },
    ackOf: (name) => acks[name] ?? emptyAck,
    events: seekerEvents,
  });
}
