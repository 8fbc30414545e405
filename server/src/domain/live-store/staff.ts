/** Volunteers' connections and duty. */
import type { StaffId } from '@terskel/shared/ids';
import type { Availability, Staff } from '@terskel/shared/models';
import type { Outcome } from '../ports.ts';
import type { ConnectionAddress, StaffRow, Done } from './rows.ts';

export interface StaffStore {
  connectStaff(staff: Staff, at: ConnectionAddress, now: number): Promise<StaffRow>;
  /** As `confirmSeeker`. */
  confirmStaff(staff: Staff, at: ConnectionAddress, now: number): Promise<StaffRow | null>;
  staff(staff: Staff, now: number): Promise<StaffRow>;
  disconnectStaff(staff: StaffId, connection: string, now: number): Done;
  startShift(staff: StaffId, now: number): Promise<Outcome<{ availability: Availability }>>;
  /** Restarts the timeout of a duty without a connection, if one is running. */
  keepDuty(staff: StaffId, now: number): Promise<{ readonly onDuty: boolean }>;
  endShift(staff: StaffId, now: number): Promise<Outcome<{ availability: Availability }>>;
  /**
   * The person no longer counts as a leader, until the next connection as one (rule I2). With `connection`: unless
   * another connection has replaced it.
   */
  endLead(staff: StaffId, connection: string | undefined, now: number): Done;
  setAvailability(
    staff: StaffId,
    state: 'ready' | 'paused',
    now: number,
  ): Promise<Outcome<{ availability: Availability }>>;
  /** Receivers (`staff <id>`) of all volunteers on duty. */
  onDuty(): Promise<ReadonlySet<string>>;
  endWrapUp(staff: string, now: number): Done;
  expireDuty(staff: string, now: number): Done;
}
