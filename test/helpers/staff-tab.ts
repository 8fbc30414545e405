/** Staff at the volunteer's page, signed in without a passkey, in tabs that run the client's own code. */
import type { Clock } from '@terskel/client/clock';
import { hostCookies } from '@terskel/server/http/host-cookie';
import type { StaffId } from '@terskel/shared/ids';
import type { Staff } from '@terskel/shared/models';
import { openCookieJar } from './cookie-jar.ts';
import type { TestService } from './service.ts';
import { type VolunteerTab, openVolunteerTab } from './tabs.ts';

export interface StaffTab extends AsyncDisposable {
  readonly id: StaffId;
  readonly tab: VolunteerTab;
}

const TRAINED: Omit<Staff, 'id'> = {
  ...{ alias: 'Kari', roles: ['volunteer'], trained: true, capacity: 1 },
  ...{ languages: ['no'], topics: [] },
};

/** A new member of the staff, whose page connects to `origin` and is off duty. */
export async function openStaffTab(
  service: TestService,
  origin: string,
  clock: Clock,
  profile: Partial<Omit<Staff, 'id'>> = {},
): Promise<StaffTab> {
  const id = await service.book.addStaff('operator', { ...TRAINED, ...profile });
  const jar = await openCookieJar(origin);
  const session = await service.book.openSession(id, null);
  jar.cookie = hostCookies('http://localhost').staff.write(session).split(';')[0] ?? null;
  const tab = openVolunteerTab(() => jar.origin, '', clock);
  return {
    ...{ id, tab },
    async [Symbol.asyncDispose]() {
      tab.controller.dispose();
      await jar[Symbol.asyncDispose]();
    },
  };
}

/** Goes on duty, and is paused. */
export async function startShift(tab: VolunteerTab, patienceMs?: number): Promise<void> {
  await tab.until('work', ({ link }) => link === 'online', patienceMs);
  tab.controller.actions.startShift();
  await tab.until('work', ({ availability }) => availability.state === 'ready', patienceMs);
  tab.controller.actions.pause();
  await tab.until('work', ({ availability }) => availability.state === 'paused', patienceMs);
}
