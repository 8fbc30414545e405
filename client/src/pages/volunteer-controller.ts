/** The volunteer's page: sign-in over HTTP, which sets the cookie, then the session; and the own account. */
import { type ReadonlySignal, signal } from '../signal.ts';
import type { Staff } from '@terskel/shared/models';
import { type Clock, systemClock } from '../clock.ts';
import { staffApi } from '../net/staff-api.ts';
import { VolunteerSession } from '../session/volunteer.ts';
import type { AccountActions, AccountView } from '../state/account.ts';
import type { EntryActions } from '../state/entry.ts';
import type { VolunteerActions, VolunteerView } from '../state/volunteer-view.ts';
import { type TabStorage, tabStorage } from '../storage.ts';
import { createAccount } from './account-controller.ts';
import { type Browser, thisBrowser } from './browser.ts';
import { deviceName } from './device.ts';
import { type VolunteerDrafts, volunteerDrafts } from './drafts.ts';
import { createEntry } from './entry-controller.ts';
import { type Passkeys, passkeysOf } from './passkeys.ts';

export interface VolunteerController {
  readonly view: ReadonlySignal<VolunteerView>;
  readonly account: ReadonlySignal<AccountView | null>;
  readonly actions: VolunteerActions & {
    readonly entry: EntryActions;
    readonly account: AccountActions;
  };
  readonly drafts: VolunteerDrafts;
  /** Address of this page, for a phone to open. */
  readonly address: string;
  dispose(): void;
}

export interface VolunteerDeps {
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly browser: Browser;
  readonly passkeys: Passkeys;
  /** Name of this device. */
  readonly device: string;
}

export function createVolunteerController({
  clock = systemClock,
  storage = tabStorage('volunteer'),
  browser = thisBrowser(),
  passkeys = passkeysOf(),
  device = deviceName(navigator),
}: Partial<VolunteerDeps> = {}): VolunteerController {
  const api = staffApi((path, request) => browser.fetch(path, request), clock);
  const address = `${browser.origin}/volunteer`;
  let session: VolunteerSession | null = null;

  const account = createAccount({
    ...{ api, passkeys, clock, device },
    changed: (staff) => session?.setProfile(staff),
    signedOut: () => leave('ended'),
  });
  const entry = createEntry({
    ...{ api, passkeys, clock, browser, address, device },
    entered(staff, how) {
      account.begin(staff, how === 'joined');
      work(staff);
    },
  });
  const view = signal<VolunteerView>(entry.view.value);
  const stopShowing = entry.view.subscribe((shown) => {
    if (session === null) view.value = shown;
  });

  function work(staff: Staff): void {
    session = new VolunteerSession({
      staff,
      clock,
      storage,
      network: browser.network,
      origin: browser.origin,
      show(next) {
        account.update(next.staff);
        view.value = next;
      },
      signedOut: () => leave('ended'),
    });
  }

  /** The keys stay in this tab, so that the volunteer can sign in again and continue the conversation. */
  function leave(why: 'ended' | 'signed_out'): void {
    session?.close();
    session = null;
    account.end();
    entry.left(why);
  }

  async function signOut(): Promise<void> {
    const answer = await api.call('POST /api/staff/sign-out', {});
    if (!answer.ok) {
      session?.note('unavailable');
      return;
    }
    forgetAll();
    browser.tellTabs('signed out');
  }

  function forgetAll(): void {
    leave('signed_out');
    storage.clear();
  }

  const drafts = volunteerDrafts(storage, view);
  const stopListening = browser.onGone(() => drafts.flush());
  // A sign-in belongs to the whole browser. Signing out in one tab signs out all, and no tab keeps keys for the next
  // person.
  const stopHearing = browser.onTabNews((news) => {
    if (news === 'signed out') forgetAll();
  });

  const actions: VolunteerController['actions'] = {
    entry: entry.actions,
    account: account.actions,
    signOut: () => void signOut(),
    startShift: () => void session?.startShift(),
    endShift: () => void session?.endShift(),
    ready: () => void session?.ready(),
    pause: () => void session?.pause(),
    take: () => void session?.take(),
    accept: () => void session?.accept(),
    decline: () => void session?.decline(),
    send: (id, text) => session?.send(id, text),
    retry: (id, key) => session?.retry(id, key),
    typing: (id) => session?.typing(id),
    extend: (id) => void session?.extend(id),
    mark: (id, mark, on) => void session?.mark(id, mark, on),
    raiseCall: (id, kind) => void session?.raiseCall(id, kind),
    withdrawCall: (id) => void session?.withdrawCall(id),
    takeCall: (id) => void session?.takeCall(id),
    returnCall: (id) => void session?.returnCall(id),
    takeOverTalk: (id) => void session?.takeOverTalk(id),
    releaseTalk: (id) => void session?.releaseTalk(id),
    putAsideAway(id) {
      session?.putAsideAway(id);
      drafts.of(id).value = '';
    },
    letIn: (id) => void session?.letIn(id),
    closeVisit: (id) => void session?.closeVisit(id),
    giveBack: (id) => void session?.giveBack(id),
    colleagues: async () => session?.colleagues() ?? null,
    askTransfer: (id, reason, to) => void session?.askTransfer(id, reason, to),
    cancelTransfer: (id) => void session?.cancelTransfer(id),
    end: (id, lastWords) => void session?.end(id, lastWords),
    putAway(id) {
      session?.putAway(id);
      drafts.of(id).value = '';
    },
    takeOver: () => session?.takeOver(),
    dismissNote: () => session?.dismissNote(),
  };

  return {
    view,
    account: account.view,
    actions,
    drafts: drafts.of,
    address,
    dispose() {
      stopShowing();
      stopListening();
      stopHearing();
      entry.dispose();
      account.end();
      session?.close();
    },
  };
}
