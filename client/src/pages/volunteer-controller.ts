/** The volunteer's page: sign-in over HTTP, where the cookie is set, then the session. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { SignedIn } from '@terskel/shared/http';
import type { Staff } from '@terskel/shared/models';
import { type Clock, systemClock } from '../clock.ts';
import { VolunteerSession } from '../session/volunteer.ts';
import type { VolunteerActions, VolunteerView } from '../state/model.ts';
import { type TabStorage, tabStorage } from '../storage.ts';
import { type Browser, thisBrowser } from './browser.ts';
import { type VolunteerDrafts, volunteerDrafts } from './drafts.ts';

export interface VolunteerController {
  readonly view: ReadonlySignal<VolunteerView>;
  readonly actions: VolunteerActions;
  readonly drafts: VolunteerDrafts;
  dispose(): void;
}

export interface VolunteerDeps {
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly browser: Browser;
}

type SignIn = Extract<VolunteerView, { page: 'sign-in' }>;

export function createVolunteerController({
  clock = systemClock,
  storage = tabStorage('volunteer'),
  browser = thisBrowser(),
}: Partial<VolunteerDeps> = {}): VolunteerController {
  const invite = takeInvite(browser);
  let invited = invite !== undefined;
  let session: VolunteerSession | null = null;
  let disposed = false;
  const signIn = (problem: SignIn['problem'], busy = false): SignIn => ({
    page: 'sign-in',
    invited,
    busy,
    problem,
  });
  const view = signal<VolunteerView>(signIn(null, true));

  function work(staff: Staff): void {
    session = new VolunteerSession({
      staff,
      clock,
      storage,
      network: browser.network,
      origin: browser.origin,
      show: (next) => {
        view.value = next;
      },
      signedOut() {
        // The keys stay in this tab: who signs in again goes on with the conversation.
        session?.close();
        session = null;
        view.value = signIn('signed_out');
      },
    });
  }

  async function who(path: string, request: RequestInit): Promise<Staff | Problem> {
    try {
      const answer = await browser.fetch(path, { credentials: 'same-origin', ...request });
      if (!answer.ok) return answer.status < 500 && answer.status !== 429 ? 'no' : 'unavailable';
      const signedIn = SignedIn.safeParse(await answer.json());
      return signedIn.success ? signedIn.data.staff : 'unavailable';
    } catch {
      return 'unavailable';
    }
  }

  async function look(): Promise<void> {
    const staff = await who('/api/staff/me', {});
    if (disposed) return;
    if (typeof staff !== 'string') work(staff);
    else view.value = signIn(staff === 'no' ? null : 'unavailable');
  }

  async function join(alias: string): Promise<void> {
    const shown = view.peek();
    if (shown.page !== 'sign-in' || shown.busy || !invited) return;
    view.value = signIn(null, true);
    const staff = await who('/api/staff/join', post({ invite, alias }));
    if (disposed) return;
    if (typeof staff === 'string') {
      view.value = signIn(staff === 'no' ? 'invalid' : 'unavailable');
      return;
    }
    invited = false;
    work(staff);
  }

  async function signOut(): Promise<void> {
    try {
      const answer = await browser.fetch('/api/staff/sign-out', post({}));
      if (!answer.ok) throw new Error('not signed out');
    } catch {
      session?.note('unavailable');
      return;
    }
    session?.close();
    session = null;
    storage.clear();
    view.value = signIn(null);
  }

  void look();

  const actions: VolunteerActions = {
    join: (alias) => void join(alias),
    signOut: () => void signOut(),
    startShift: () => void session?.startShift(),
    endShift: () => void session?.endShift(),
    ready: () => void session?.ready(),
    pause: () => void session?.pause(),
    take: () => void session?.take(),
    accept: () => void session?.accept(),
    decline: () => void session?.decline(),
    send: (id, text) => session?.send(id, text),
    retry: (id, messageId) => session?.retry(id, messageId),
    typing: (id) => session?.typing(id),
    end: (id, lastWords) => void session?.end(id, lastWords),
    takeOver: () => session?.takeOver(),
    dismissNote: () => session?.dismissNote(),
  };

  return {
    view,
    actions,
    drafts: volunteerDrafts(storage, view),
    dispose() {
      disposed = true;
      session?.close();
    },
  };
}

/** Out of the address at once, whoever is signed in here: a live invite must not stay in the history. */
function takeInvite(browser: Browser): string | undefined {
  const hash = browser.hash();
  if (hash.startsWith('#invite=')) browser.stripHash();
  return /^#invite=([\w-]{43})$/.exec(hash)?.[1];
}

/** `no`: the request was understood and refused. */
type Problem = 'no' | 'unavailable';

function post(body: object): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
