/** The admin's page: sign-in, or staff, invites, statistics, comments, the shift plan and the audit log. It never shows a conversation. */
import type { ReadonlySignal } from '../../signal.ts';
import type { Leaves } from '@terskel/shared/leaving';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Clock } from '../../clock.ts';
import type { AdminI18n } from '../../i18n/admin/i18n.ts';
import type { Locale } from '../../i18n/locales.ts';
import type { AccountActions, AccountView } from '../../state/account.ts';
import {
  type AdminActions,
  type AdminView,
  type AdminWork,
  isVolunteerToo,
  SECTIONS,
} from '../../state/admin.ts';
import type { EntryActions } from '../../state/entry.ts';
import css from '../../styles/admin/admin.module.css';
import { AccountButton } from '../account/account-button.tsx';
import { Account } from '../account/account.tsx';
import { SecondPasskey } from '../account/second-passkey.tsx';
import { AccountContext } from '../account/words.ts';
import { Entry } from '../entry/entry.tsx';
import { goingWords } from '../account/going.ts';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { useKeptFocus } from '../parts/kept-focus.ts';
import { Page } from '../parts/page.tsx';
import { useValue } from '../parts/signals.ts';
import { StaffShell } from '../parts/staff-shell.tsx';
import { AdminContext, useAdminI18n } from './admin-words.ts';
import { AuditScreen } from './audit-screen.tsx';
import { CommentsScreen } from './comments-screen.tsx';
import { InviteScreen } from './invite-screen.tsx';
import { DoneNote } from './notes.tsx';
import { NotAdmin } from './not-admin.tsx';
import { PersonScreen } from './person-screen.tsx';
import { PlanSection } from './plan/plan-section.tsx';
import { StaffScreen } from './staff-screen.tsx';
import { StatisticsScreen } from './load-statistics.tsx';

export interface AdminAppProps {
  readonly view: ReadonlySignal<AdminView>;
  /** Null while nobody is signed in. */
  readonly account: ReadonlySignal<AccountView | null>;
  readonly actions: AdminActions & {
    readonly entry: EntryActions;
    readonly account: AccountActions;
  };
  /** The address of this page, to open it on a phone. */
  readonly address: string;
  readonly i18n: ReadonlySignal<AdminI18n>;
  readonly clock: Clock;
  readonly speak: (locale: Locale) => void;
}

export function AdminApp({ i18n, clock, speak, ...screens }: AdminAppProps) {
  return (
    <Page i18n={i18n} clock={clock} speak={speak}>
      <AccountContext.Provider value={i18n}>
        <AdminContext.Provider value={i18n}>
          <Screens {...screens} />
        </AdminContext.Provider>
      </AccountContext.Provider>
    </Page>
  );
}

function Screens(props: Omit<AdminAppProps, 'i18n' | 'clock' | 'speak'>) {
  const { actions, address } = props;
  const { admin } = useAdminI18n();
  const shown = useValue(props.view);
  const account = useValue(props.account);
  const open = account?.open === true;
  const isIn = shown.page !== 'entry';
  const main = useRef<HTMLElement>(null);
  const signOutButton = useRef<HTMLButtonElement>(null);
  useFocusOnMove(main, shown);
  useKeptFocus();
  return (
    <StaffShell
      look={css['page']}
      lit={shown.page === 'work' && shown.onDuty}
      self={
        isIn &&
        account !== null && (
          <>
            <AccountButton view={account} actions={actions.account} />
            <Button kind="quiet" buttonRef={signOutButton} onPress={() => actions.signOut()}>
              {admin.nav.signOut}
            </Button>
          </>
        )
      }
      parts={shown.page === 'work' && !open && <Parts view={shown} actions={actions} />}
      main={main}
    >
      {shown.page === 'entry' && (
        <>
          {shown.kept && <p class={css['kept']}>{admin.kept}</p>}
          <Entry view={shown.entry} actions={actions.entry} address={address} />
        </>
      )}
      {shown.page === 'work' && shown.leaving !== null && (
        <LeaveShift leaves={shown.leaving} actions={actions} asker={signOutButton} />
      )}
      {open && <Account view={account} actions={actions.account} />}
      {shown.page === 'not-admin' && !open && <NotAdmin me={shown.me} />}
      {shown.page === 'work' && (
        <div class={css['work']} hidden={open}>
          {shown.onDuty && <OnDuty />}
          {account?.suggestSecond === true && <SecondPasskey actions={actions.account} />}
          <Work view={shown} actions={actions} />
        </div>
      )}
    </StaffShell>
  );
}

/** Identifies the current screen. */
function screenOf(view: AdminView): string {
  if (view.page === 'entry') return view.entry.page;
  return view.page === 'work' ? `${view.section} ${view.open ?? ''}` : view.page;
}

/** Moves the focus to the heading of a new screen, as on a new page. On the first screen the browser decides. */
function useFocusOnMove(main: RefObject<HTMLElement | null>, view: AdminView): void {
  const screen = screenOf(view);
  const before = useRef(screen);
  // Back in the list, the focus goes to the name that was open.
  const isBack = view.page === 'work' && view.open === null && view.left !== null;
  useLayoutEffect(() => {
    const moved = before.current !== screen && before.current !== 'looking';
    before.current = screen;
    if (!moved || isBack) return;
    main.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [isBack, main, screen]);
}

/** The navigation, with a link to the volunteer's page for staff who also take conversations (rule O1). */
function Parts({ view, actions }: Pick<WorkProps, 'view' | 'actions'>) {
  const { admin, locale } = useAdminI18n();
  const { nav } = admin;
  return (
    <nav class={css['nav']} aria-label={nav.label}>
      {SECTIONS.map((section) => (
        <a
          key={section}
          href={`#${section}`}
          aria-current={view.section === section ? 'page' : undefined}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            actions.go(section);
          }}
        >
          {nav[section]}
        </a>
      ))}
      {isVolunteerToo(view.me) && (
        <a class={css['other']} href={`/volunteer?lang=${locale}`}>
          {nav.toWork}
        </a>
      )}
    </nav>
  );
}

/** Signing out ends the shift, so it asks the same question as on the volunteer's page (rule O9). */
function LeaveShift(props: {
  readonly leaves: Leaves | 'unknown';
  readonly actions: AdminActions;
  readonly asker: RefObject<HTMLButtonElement | null>;
}) {
  const i18n = useAdminI18n();
  const { going } = i18n.account;
  return (
    <div class={css['leaving']}>
      <Confirm
        title={going.title}
        text={goingWords(props.leaves, i18n)}
        yes={going.signOut}
        no={going.no}
        asker={props.asker}
        onYes={() => props.actions.signOutAnyway()}
        onNo={() => props.actions.stay()}
      />
    </div>
  );
}

/** Says that this page keeps its admin on duty while it is visible (rule I2). */
function OnDuty() {
  const { admin, locale } = useAdminI18n();
  const { onDuty } = admin;
  return (
    <p class={css['duty']}>
      {onDuty.text} <a href={`/volunteer?lang=${locale}`}>{onDuty.toWork}</a>
    </p>
  );
}

interface WorkProps {
  readonly view: AdminWork;
  readonly actions: AdminActions;
}

/** One screen at a time, with the result of the last action above it. */
function Work({ view, actions }: WorkProps) {
  const person = view.people?.find(({ id }) => id === view.open);
  return (
    <div class={css['screen']}>
      <DoneNote
        done={view.done?.what === 'saved' ? null : view.done}
        onDismiss={() => actions.dismiss()}
      />
      {person !== undefined ? (
        <PersonScreen key={person.id} view={view} actions={actions} person={person} />
      ) : (
        <Section key={view.section} view={view} actions={actions} />
      )}
    </div>
  );
}

function Section(props: WorkProps) {
  switch (props.view.section) {
    case 'staff':
      return <StaffScreen {...props} />;
    case 'invite':
      return <InviteScreen {...props} />;
    case 'statistics':
      return <StatisticsScreen {...props} />;
    case 'comments':
      return <CommentsScreen {...props} />;
    case 'plan':
      return <PlanSection {...props} />;
    case 'audit':
      return <AuditScreen {...props} />;
  }
}
