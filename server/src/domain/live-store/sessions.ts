/** Seekers' sessions: connections, their state, tombstones. */
import type { SeekerId, ConnectionAddress, SessionRow, Done } from './rows.ts';

export interface SessionStore {
  /** Makes this connection the session's current one; it replaces any other. */
  connectSeeker(seeker: SeekerId, at: ConnectionAddress, now: number): Promise<SessionRow>;
  /** Confirms that this connection is alive; null if another one has replaced it. */
  confirmSeeker(seeker: SeekerId, at: ConnectionAddress, now: number): Promise<SessionRow | null>;
  /** Reads the session without a change. */
  seeker(seeker: SeekerId, now: number): Promise<SessionRow>;
  /** Whether the store knows the session, or holds its tombstone. */
  knows(seeker: SeekerId): Promise<boolean>;
  /** Marks the session as disconnected if `connection` is still its current one. */
  disconnectSeeker(seeker: SeekerId, at: ConnectionAddress, now: number): Done;
  /** The tab closes: shortens the time for which the place is kept. `wrong_state`: no live ticket (rule Q6). */
  seekerClosing(seeker: SeekerId, now: number): Done;
  /**
   * Records that an unknown session has ended, so that no resume ticket restores it (rule F3). `wrong_state`: the
   * session is known, or no resume ticket is accepted any more.
   */
  noteOver(seeker: SeekerId, now: number): Done;
  expireTombstone(seeker: string, now: number): Done;
  /** Deletes the tombstone early, after an exit. */
  dropTombstone(seeker: SeekerId, now: number): Done;
}
