/** Volunteers' connections and duty. */
import type { Staff } from '@terskel/shared/models';
import type { StaffStore } from '../../domain/live-store/staff.ts';
import type { ConnectionAddress } from '../../domain/live-store.ts';
import * as replies from '../replies.ts';
import { certain, outcome } from '../replies.ts';
import type { Calls } from './calls.ts';

const nobody: ConnectionAddress = { node: '', connection: '' };

export function staffStore({ redis, root, done, availability, keys }: Calls): StaffStore {
  async function upsertStaffConnection(
    staff: Staff,
    at: ConnectionAddress,
    takeover: boolean,
    now: number,
  ) {
    const { id, languages, topics, alias, capacity, roles } = staff;
    const profile = {
      alias,
      languages: languages.join(','),
      topics: topics.join(','),
      capacity,
      leads: roles.includes('leader'),
    };
    return redis().staffConnect(root, { staff: id, ...at, ...profile, now, takeover });
  }
  return {
    async connectStaff(staff, at, now) {
      return certain(await upsertStaffConnection(staff, at, true, now), replies.StaffRow);
    },
    async confirmStaff(staff, at, now) {
      const got = outcome(await upsertStaffConnection(staff, at, false, now), replies.StaffRow);
      return got.ok ? got.value : null;
    },
    async staff(staff, now) {
      return certain(await upsertStaffConnection(staff, nobody, false, now), replies.StaffRow);
    },
    disconnectStaff: (staff, connection, now) =>
      done(redis().staffDisconnect(root, { staff, connection, now })),
    startShift: (staff, now) => availability(redis().shiftStart(root, { staff, now })),
    keepDuty: async (staff, now) =>
      certain(await redis().dutyKeep(root, { staff, now }), replies.Duty),
    endShift: (staff, now) => availability(redis().shiftEnd(root, { staff, now })),
    endLead: (staff, connection, now) => done(redis().leadEnd(root, { staff, connection, now })),
    setAvailability: (staff, state, now) =>
      availability(redis().availabilitySet(root, { staff, state, now })),
    async onDuty() {
      const ids = await redis().sMembers(keys.duty);
      return new Set(ids.map((id) => `staff ${id}`));
    },
    endWrapUp: (staff, now) => done(redis().wrapUpEnd(root, { staff, now })),
    expireDuty: (staff, now) => done(redis().dutyExpire(root, { staff, now })),
  };
}
