/** What a talk needs from its link: the commands that both seekers and staff can send. */
import type { ConversationCommands } from '@terskel/shared/commands';
import type { SeekerEvents } from '@terskel/shared/events';
import type { Answer, Payload, Told } from '../net/contract.ts';

type Command<Name extends keyof ConversationCommands> = (
  payload: Payload<ConversationCommands, Name>,
) => Promise<Answer<ConversationCommands, Name>>;

export interface TalkLink {
  readonly send: Command<'message:send'>;
  readonly received: Command<'message:received'>;
  readonly typing: Command<'typing:set'>;
  readonly resync: Command<'conversation:resync'>;
  readonly rebuild: Command<'conversation:rebuild'>;
  /** This tab's state is out of date: requests a new snapshot. */
  readonly refresh: () => void;
}

/** The events that a talk handles. */
export type TalkTold = Told<
  Pick<
    SeekerEvents,
    | 'message:posted'
    | 'message:received'
    | 'typing:changed'
    | 'presence:changed'
    | 'seats:changed'
    | 'conversation:rebuilt'
    | 'conversation:silent'
    | 'conversation:extended'
    | 'conversation:marked'
    | 'keys:changed'
    | 'transfer:changed'
  >
>;

/** The part of a seeker's or a staff member's link that a talk uses. */
interface AnyLink {
  command<Name extends keyof ConversationCommands>(
    name: Name,
    payload: Payload<ConversationCommands, Name>,
  ): Promise<Answer<ConversationCommands, Name>>;
  refresh(): void;
}

export function talkLink(link: AnyLink): TalkLink {
  return {
    send: (payload) => link.command('message:send', payload),
    received: (payload) => link.command('message:received', payload),
    typing: (payload) => link.command('typing:set', payload),
    resync: (payload) => link.command('conversation:resync', payload),
    rebuild: (payload) => link.command('conversation:rebuild', payload),
    refresh: () => link.refresh(),
  };
}
