/**
 * The admin page's work: sends requests to the service over HTTP only, and updates the page's state with the replies.
 */
import type { Staff } from '@terskel/shared/models';
import type { Refused } from '../net/staff-api.ts';
import type { AdminActions, AdminWork } from '../state/admin.ts';
import { adminInvites } from './admin/admin-invites.ts';
import { adminLists } from './admin/admin-lists.ts';
import { adminPeople } from './admin/admin-people.ts';
import { adminPlan } from './admin/admin-plan.ts';
import { type AdminDeskDeps, adminRequests } from './admin/admin-requests.ts';
import { adminStatistics } from './admin/admin-statistics.ts';

export interface AdminDesk extends Omit<AdminActions, 'signOut' | 'signOutAnyway' | 'stay'> {
  /** Replaces the admin's own profile. */
  setProfile(me: Staff): void;
  /** Sets whether the admin is on duty as a volunteer. */
  duty(onDuty: boolean): void;
  /** Shows the question before signing out; null hides it. */
  leaving(leaves: AdminWork['leaving']): void;
  /** Loads the counts of today again, if the page shows them. */
  refreshToday(): void;
  /** Shows that a request made outside this desk was refused. */
  failed(refused: Refused): void;
}

/** Creates the desk. `begun` is the state to continue from; it may be partly filled. */
export function adminDesk(deps: AdminDeskDeps, begun: AdminWork): AdminDesk {
  const requests = adminRequests(deps, begun, () => lists.load());
  const { work, set, failed } = requests;
  const statistics = adminStatistics(requests);
  const lists = adminLists(requests, statistics);
  const people = adminPeople(requests, lists, deps.turnedAway);
  const invites = adminInvites(requests, lists, deps.origin);
  const plan = adminPlan(requests);
  const refresh = (): void => void (work().section === 'plan' ? plan.load() : lists.refresh());
  /** Hides what concerns the screen shown so far. */
  const quiet = { link: null, problem: null, done: null } as const;

  return {
    go(section) {
      set({ ...quiet, section, open: null, left: null });
      refresh();
    },
    openPerson: (id) => set({ ...quiet, section: 'staff', open: id, left: null }),
    closePerson: () => set({ ...quiet, open: null, left: work().open }),
    edit: (id, changes) => people.setDraft(id, { ...work().drafts.get(id), ...changes }),
    undo: (id) => people.setDraft(id, {}),
    save: (id) => void people.save(id),
    revoke: (id) => void people.revoke(id),
    recover: (id) => void invites.recover(people.find(id)),
    choose: (terms) => set({ terms }),
    invite: () => void invites.invite(),
    withdraw: (id) => void invites.withdraw(id),
    forget: () => set({ link: null }),
    filter(choice) {
      set({ audit: { ...work().audit, choice, entries: null, more: false } });
      void lists.read();
    },
    choosePeriod: (choice) => statistics.choose(choice),
    more() {
      const { entries, loading } = work().audit;
      const oldest = entries?.at(-1);
      if (oldest !== undefined && !loading) void lists.read(oldest.number);
    },
    refresh,
    plan,
    refreshToday: () => void statistics.loadToday(),
    dismiss: () => set({ problem: null, done: null }),
    setProfile: (me) => set({ me }),
    duty(onDuty) {
      if (onDuty !== work().onDuty) set({ onDuty });
    },
    leaving: (leaves) => set({ leaving: leaves }),
    failed: (refused) => failed('staff', refused),
  };
}
