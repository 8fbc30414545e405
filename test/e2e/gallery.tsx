/**
 * Renders every state of all pages from fixtures: `?state=…&lang=…&name=…`, or `gallery.show(…)` from a test. Never
 * shipped.
 */
import { signal, type Signal } from '@terskel/client/signal';
import { render } from 'preact';
import { loadAdminI18n } from '../../client/src/i18n/admin/i18n.ts';
import { type I18n, loadSeekerI18n, loadStaffI18n } from '../../client/src/i18n/i18n.ts';
import { chooseLocale, type Locale } from '../../client/src/i18n/locales.ts';
import { ownWords } from '../../client/src/i18n/own-words.ts';
import type { PeriodChoice } from '../../client/src/figures/report.ts';
import type { AdminView } from '../../client/src/state/admin.ts';
import type { SeekerView } from '../../client/src/state/model.ts';
import type { VolunteerView } from '../../client/src/state/volunteer-view.ts';
import { tabStorage } from '../../client/src/storage.ts';
import { AdminApp } from '../../client/src/ui/admin/admin-app.tsx';
import { plan } from '../../client/src/ui/admin/plan/load-plan.ts';
import { after } from '../../client/src/ui/seeker/load-after.ts';
import { trackBegunFor } from '../../client/src/pages/begun-for.ts';
import { LEAVE, watchLeave } from '../../client/src/pages/leave.ts';
import { loadTransfer } from '../../client/src/ui/seeker/load-transfer.tsx';
import { loadLateScreens } from '../../client/src/ui/seeker/load-late-screens.tsx';
import { selfHelp } from '../../client/src/ui/seeker/load-self-help.ts';
import { loadStatistics } from '../../client/src/ui/admin/load-statistics.tsx';
import { SeekerApp } from '../../client/src/ui/seeker/seeker-app.tsx';
import { keepUnderTranslation } from '../../client/src/ui/parts/page-translation.ts';
import { VolunteerApp } from '../../client/src/ui/volunteer/volunteer-app.tsx';
import { ADDRESS } from './gallery-staff.ts';
import { NOW, STATES, type State } from './gallery-states.ts';

type View = SeekerView | VolunteerView | AdminView;

export interface Gallery {
  readonly states: readonly string[];
  /** Mounts one state from scratch. */
  show(name: string, locale: Locale): Promise<void>;
  /** Updates the mounted page with a new view, as a controller would. */
  next(view: View): Promise<void>;
  /** Shows another period of the statistics. */
  choosePeriod(choice: PeriodChoice): Promise<void>;
  /** The actions that the page has called, with their arguments as JSON. */
  readonly called: string[];
  /** Advances timers by this time; `clock.now()` does not change. */
  pass(ms: number): void;
}

declare global {
  var gallery: Gallery;
}

/** The association's name, if it is not the default. */
const name = new URLSearchParams(location.search).get('name');
const named = <Loaded extends I18n>(i18n: Loaded): Loaded =>
  name === null ? i18n : (ownWords(i18n, { name }) as Loaded);

const root = document.getElementById('page') ?? document.body;
const called: string[] = [];
/** Records every action without effect, except those in `parts`. */
const noting = (parts: Readonly<Record<string, unknown>>): never =>
  new Proxy(parts, {
    get: (_, name) =>
      parts[String(name)] ??
      ((...given: unknown[]) =>
        called.push([String(name), ...given.map((one) => JSON.stringify(one))].join(' '))),
  }) as never;
const actions = noting({
  ...{ entry: noting({}), account: noting({}), plan: noting({}) },
  async answerTransfer(answer: string) {
    called.push(`answerTransfer ${answer}`);
    return true;
  },
  async colleagues() {
    return [
      { id: 'staff-2', alias: 'Ola', leads: false, free: true },
      { id: 'staff-3', alias: 'Maria Kristina', leads: true, free: false },
    ];
  },
  async answer(feedback: object) {
    called.push(`answer ${JSON.stringify(feedback)}`);
    return 'heard';
  },
});

document.addEventListener(LEAVE, () => called.push('leave'));

let view: Signal<View> | null = null;
let timers: { at: number; run: () => void }[] = [];
let passed = 0;
const clock = {
  now: () => NOW,
  after(ms: number, run: () => void) {
    const timer = { at: passed + ms, run };
    timers.push(timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  },
};

watchLeave(clock);
keepUnderTranslation();

function pass(ms: number): void {
  passed += ms;
  const due = timers.filter((timer) => timer.at <= passed);
  timers = timers.filter((timer) => timer.at > passed);
  for (const timer of due) timer.run();
}

const drawn = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0));
  });

async function show(name: string, locale: Locale): Promise<void> {
  const state = STATES[name];
  if (state === undefined) throw new Error(`no state ${name}`);
  render(null, root);
  timers = [];
  called.length = 0;
  scrollTo(0, 0);
  await mount(state, locale);
  await drawn();
  // Lets delayed parts appear.
  pass(5_000);
  await drawn();
  if (state.unfold === true) {
    for (const details of root.querySelectorAll('details')) details.open = true;
  }
  for (const nth of state.press ?? []) {
    const shown = root.querySelector('#account') ?? root.querySelector('main') ?? root;
    shown.querySelectorAll('button').item(nth).click();
    await drawn();
  }
}

async function mount(state: State, locale: Locale): Promise<void> {
  if (state.page === 'admin') return mountAdmin(state, locale);
  if (state.page === 'seeker') {
    const i18n = signal(named(await loadSeekerI18n(locale)));
    const spoken = i18n.value;
    await Promise.all([
      ...[loadLateScreens(spoken), after.ahead(spoken)],
      ...[selfHelp.ahead(spoken), loadTransfer(spoken)],
    ]);
    tabStorage('seeker').set('sound', state.sound ?? false);
    const shown = signal<SeekerView>(state.view);
    view = shown;
    const draft = signal(state.draft ?? '');
    const speak = async (wanted: Locale): Promise<void> => {
      i18n.value = named(await loadSeekerI18n(wanted));
    };
    render(
      <SeekerApp
        view={shown}
        actions={actions}
        draft={draft}
        begunFor={trackBegunFor(draft, shown).begunFor}
        earlyAnswers={signal({ young: false, urgent: false, ...state.earlyAnswers })}
        i18n={i18n}
        clock={clock}
        speak={(wanted) => void speak(wanted)}
      />,
      root,
    );
    return;
  }
  const i18n = signal(named(await loadStaffI18n(locale)));
  const shown = signal<VolunteerView>(state.view);
  view = shown;
  const draft = signal(state.draft ?? '');
  render(
    <VolunteerApp
      view={shown}
      account={signal(state.account ?? null)}
      actions={actions}
      address={ADDRESS}
      drafts={() => draft}
      i18n={i18n}
      clock={clock}
      speak={() => {}}
    />,
    root,
  );
}

async function mountAdmin(state: Extract<State, { page: 'admin' }>, locale: Locale): Promise<void> {
  const i18n = signal(named(await loadAdminI18n(locale)));
  await plan.ahead(i18n.value);
  await loadStatistics(i18n.value);
  const shown = signal<AdminView>(state.view);
  view = shown;
  render(
    <AdminApp
      view={shown}
      account={signal(state.account)}
      actions={actions}
      address={ADDRESS}
      i18n={i18n}
      clock={clock}
      speak={() => {}}
    />,
    root,
  );
}

globalThis.gallery = {
  states: Object.keys(STATES),
  show,
  called,
  pass,
  async choosePeriod(choice) {
    if (view?.value.page !== 'work' || !('statistics' in view.value)) return;
    view.value = { ...view.value, statistics: { ...view.value.statistics, choice } };
    await drawn();
  },
  async next(following) {
    if (view !== null) view.value = following;
    await drawn();
  },
};

const asked = new URLSearchParams(location.search).get('state');
if (asked !== null) void show(asked, chooseLocale(location.search, navigator.languages));
