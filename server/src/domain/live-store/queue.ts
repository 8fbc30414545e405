/** Tickets and their places in the queue. */
import type { Language } from '@terskel/shared/models';
import type { Outcome } from '../ports.ts';
import type {
  SeekerId,
  ConnectionAddress,
  TicketRow,
  OpenTicket,
  PrefixLimits,
  Waiting,
  Done,
} from './rows.ts';

export interface QueueStore {
  /** Opens a ticket with the id `ticketId`; if the session already has one, returns that instead (rule Q1). */
  openTicket(
    seeker: SeekerId,
    at: ConnectionAddress,
    ticketId: string,
    ticket: OpenTicket,
    queueLimit: number,
    leaderNeeded: boolean,
    now: number,
    prefixLimits?: PrefixLimits,
  ): Promise<Outcome<{ ticket: TicketRow }>>;
  /** Number of live tickets of an address prefix. */
  liveTickets(prefix: string): Promise<number>;
  keepTicket(seeker: SeekerId, now: number): Promise<Outcome<{ ticket: TicketRow }>>;
  endTicket(
    seeker: SeekerId,
    reason: 'cancelled' | 'expired' | 'closed' | 'exit',
    now: number,
  ): Done;
  /** Waiting tickets of a language, next one first. */
  line(language: Language, now: number): Promise<readonly Waiting[]>;
  askWaiting(ticketId: string, now: number): Promise<Outcome<{ ended: boolean }>>;
  expirePlace(seeker: string, now: number): Done;
}
