/** The admin page: sign-in screens, own account, and the desk. */
import { type ReadonlySignal, signal } from '../signal.ts';
import type { Staff } from '@terskel/shared/models';
import { type Clock, systemClock } from '../clock.ts';
import { staffApi } from '../net/staff-api.ts';
import { type AdminDesk, adminDesk } from '../session/admin.ts';
import type { AccountActions, AccountView } from '../state/account.ts';
import {
  type AdminActions,
  type AdminView,
  type AdminWork,
  isVolunteerToo,
  placeOf,
  startAdmin,
} from '../state/admin.ts';
import type { EntryActions } from '../state/entry.ts';
import { type TabStorage, tabStorage } from '../storage.ts';
import { createAccount } from './account-controller.ts';
import { type Browser, thisBrowser } from './browser.ts';
import { deviceName } from './device.ts';
import { createEntry } from './entry-controller.ts';
import { type Passkeys, passkeysOf } from './passkeys.ts';
import { type Place, thisPlace } from './place.ts';

export interface AdminController {
  readonly view: ReadonlySignal<AdminView>;
  readonly account: ReadonlySignal<AccountView | null>;
  readonly actions: AdminActions & {
    readonly entry: EntryActions;
    readonly account: AccountActions;
  };
  /** Address of this page, for a phone to open. */
  readonly address: string;
  dispose(): void;
}

export interface AdminDeps {
  readonly clock: Clock;
  /** The volunteer page's storage, because both pages may have been open in this tab. */
  readonly storage: TabStorage;
  readonly browser: Browser;
  readonly passkeys: Passkeys;
  /** Name of this device. */
  readonly device: string;
  readonly place: Place;
}

const DUTY_EVERY_MS = 30_000;
/** How often a visible page loads the counts of today (rule T4). */
const TODAY_EVERY_MS = 60_000;

export function createAdminController({
  clock = systemClock,
  storage = tabStorage('volunteer'),
  browser = thisBrowser(),
  passkeys = passkeysOf(),
  device = deviceName(navigator),
  place = thisPlace,
}: Partial<AdminDeps> = {}): AdminController {
  const api = staffApi((path, request) => browser.fetch(path, request), clock);
  const address = `${browser.origin}/admin`;
  let desk: AdminDesk | null = null;
  /** Unsaved work from before the sign-in ended; restored for the same person only. */
  let kept: AdminWork | null = null;

  const entry = createEntry({ api, passkeys, clock, browser, address, device, entered });
  const view = signal<AdminView>({ page: 'entry', entry: entry.view.value, kept: false });
  const stopEntry = entry.view.subscribe((shown) => {
    if (view.value.page === 'entry') out(shown);
  });
  function out(shown = entry.view.value): void {
    view.value = { page: 'entry', entry: shown, kept: kept !== null && kept.drafts.size > 0 };
  }

  const account = createAccount({
    ...{ api, passkeys, clock, device },
    changed(staff) {
      desk?.setProfile(staff);
      desk?.refresh();
    },
    signedOut: ended,
  });

  function entered(me: Staff, how: 'joined' | 'signed_in' | 'known'): void {
    account.begin(me, how === 'joined');
    if (!me.roles.includes('admin')) {
      desk = null;
      kept = null;
      stopDuty();
      stopToday();
      view.value = { page: 'not-admin', me };
      return;
    }
    const at = placeOf(place.hash());
    const section = at === null || at === 'person' ? 'staff' : at;
    work(kept?.me.id === me.id ? { ...kept, me } : startAdmin(me, section));
    kept = null;
    keepDuty();
    keepToday();
    desk?.refresh();
  }

  /** Asks the service regularly whether the admin is on duty, while the page is visible. */
  let stopDuty = (): void => {};
  function keepDuty(): void {
    stopDuty();
    if (desk === null || !browser.visible()) return;
    stopDuty = clock.after(DUTY_EVERY_MS, keepDuty);
    void askDuty(desk);
  }
  /**
   * Returns what leaving would mean for waiting seekers; null also if the sign-in is over. Without an answer, the page
   * shows the admin as off duty.
   */
  async function askDuty(of: AdminDesk): Promise<AdminWork['leaving']> {
    const reply = await api.call('POST /api/admin/duty', {});
    of.duty(reply.ok && reply.answer.onDuty);
    if (reply.ok) return reply.answer.leaves;
    return reply.code === 'unauthorized' || reply.code === 'forbidden' ? null : 'unknown';
  }

  let stopToday = (): void => {};
  function keepToday(): void {
    stopToday();
    if (desk === null || !browser.visible()) return;
    stopToday = clock.after(TODAY_EVERY_MS, () => {
      desk?.refreshToday();
      keepToday();
    });
  }

  function work(begun: AdminWork): void {
    // Late replies to an earlier desk are not shown.
    const own = adminDesk(
      {
        ...{ api, clock, origin: browser.origin },
        online: () => browser.network.online(),
        show(next) {
          if (desk === own) view.value = next;
        },
        turnedAway() {
          if (desk === own) void turnedAway();
        },
      },
      begun,
    );
    desk = own;
    view.value = begun;
  }

  /** The service rejected the session: finds out whether it ended or the role changed. */
  async function turnedAway(): Promise<void> {
    const me = await api.call('GET /api/staff/me');
    if (!me.ok) ended();
    else if (!me.answer.staff.roles.includes('admin')) entered(me.answer.staff, 'known');
  }

  function ended(): void {
    desk?.plan.cancel();
    const shown = view.value;
    if (shown.page === 'work')
      kept = { ...shown, leaving: null, link: null, doing: null, done: null };
    leave('ended');
  }

  function leave(why: 'ended' | 'signed_out'): void {
    desk?.plan.cancel();
    desk = null;
    stopDuty();
    stopToday();
    account.end();
    entry.left(why);
    out();
  }

  /** The desk of which *Sign out* was pressed, until the service has answered what that would mean (rule O9). */
  let asking: AdminDesk | null = null;
  async function askToSignOut(): Promise<void> {
    const shown = view.value;
    if (desk === null || shown.page !== 'work') return signOut();
    // Others cannot be on duty.
    if (!shown.me.trained || !isVolunteerToo(shown.me)) return signOut();
    if (asking === desk) return;
    const asked = desk;
    asking = asked;
    const lost = await askDuty(asked);
    if (asking !== asked || asked !== desk) return;
    asking = null;
    if (lost === null) await signOut();
    else asked.leaving(lost);
  }

  function stay(): void {
    asking = null;
    desk?.leaving(null);
  }

  async function signOut(): Promise<void> {
    stay();
    const reply = await api.call('POST /api/staff/sign-out', {});
    // `unauthorized`: the sign-in is already over, which is the wanted result.
    if (!reply.ok && reply.code !== 'unauthorized') return desk?.failed(reply);
    forgetAll();
    browser.tellTabs('signed out');
  }

  function forgetAll(): void {
    kept = null;
    leave('signed_out');
    storage.clear();
  }
  // A sign-in belongs to the whole browser: see volunteer-controller.ts.
  const stopHearing = browser.onTabNews((news) => {
    if (news === 'signed out') forgetAll();
  });

  const stopMoves = place.onMove(() => {
    const shown = view.value;
    const to = placeOf(place.hash());
    if (shown.page !== 'work' || to === null) return;
    if (to === 'person') {
      if (shown.open === null && shown.left !== null) desk?.openPerson(shown.left);
    } else if (to !== 'staff' || shown.section !== 'staff') desk?.go(to);
    else if (shown.open !== null) desk?.closePerson();
  });
  // Other admins make changes and invites get used, so a page that becomes visible is reloaded. The audit log is not,
  // because the admin may have scrolled far back.
  const stopLooks = browser.onVisibility(() => {
    keepDuty();
    keepToday();
    const shown = view.value;
    if (browser.visible() && shown.page === 'work' && shown.section !== 'audit') desk?.refresh();
  });

  const actions: AdminController['actions'] = {
    entry: entry.actions,
    account: account.actions,
    go(section) {
      place.go(`#${section}`);
      desk?.go(section);
    },
    openPerson(id) {
      place.go('#person');
      desk?.openPerson(id);
    },
    closePerson() {
      place.go('#staff');
      desk?.closePerson();
    },
    edit: (id, changes) => desk?.edit(id, changes),
    undo: (id) => desk?.undo(id),
    save: (id) => desk?.save(id),
    revoke: (id) => desk?.revoke(id),
    recover: (id) => desk?.recover(id),
    choose: (terms) => desk?.choose(terms),
    invite: () => desk?.invite(),
    withdraw: (id) => desk?.withdraw(id),
    forget: () => desk?.forget(),
    filter: (choice) => desk?.filter(choice),
    choosePeriod: (choice) => desk?.choosePeriod(choice),
    more: () => desk?.more(),
    refresh: () => desk?.refresh(),
    dismiss: () => desk?.dismiss(),
    plan: {
      choose: (choices) => desk?.plan.choose(choices),
      start: (task) => desk?.plan.start(task),
      cancel: () => desk?.plan.cancel(),
    },
    signOut: () => void askToSignOut(),
    signOutAnyway: () => void signOut(),
    stay,
  };

  return {
    ...{ view, actions, address },
    account: account.view,
    dispose() {
      for (const stop of [stopEntry, stopHearing, stopMoves, stopLooks]) stop();
      entry.dispose();
      stopDuty();
      stopToday();
      account.end();
      desk?.plan.cancel();
      desk = null;
    },
  };
}
