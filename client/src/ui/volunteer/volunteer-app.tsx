/** The volunteer's page: sign-in, or the work screen. */
import type { ReadonlySignal } from '../../signal.ts';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Clock } from '../../clock.ts';
import type { StaffI18n } from '../../i18n/i18n.ts';
import type { Locale } from '../../i18n/locales.ts';
import type { AccountActions, AccountView } from '../../state/account.ts';
import type { EntryActions } from '../../state/entry.ts';
import type { VolunteerActions, VolunteerView } from '../../state/volunteer-view.ts';
import css from '../../styles/volunteer/work.module.css';
import { AccountButton } from '../account/account-button.tsx';
import { AccountContext } from '../account/words.ts';
import { Entry } from '../entry/entry.tsx';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { useViewport } from '../parts/hooks.ts';
import { useKeptFocus } from '../parts/kept-focus.ts';
import { Page } from '../parts/page.tsx';
import { StoppedPage, reload } from '../parts/stopped-page.tsx';
import { stopped, type Stopped } from '../parts/stopped.ts';
import { useSignal, useValue } from '../parts/signals.ts';
import { StaffShell } from '../parts/staff-shell.tsx';
import { ownGoingWords } from './going.ts';
import { ownTalks } from './own-talks.ts';
import { StaffContext, useStaffI18n } from './staff-words.ts';
import { Work, type Drafts, type WorkView } from './work.tsx';

export interface VolunteerAppProps {
  readonly view: ReadonlySignal<VolunteerView>;
  /** Null while nobody is signed in. */
  readonly account: ReadonlySignal<AccountView | null>;
  readonly actions: VolunteerActions & {
    readonly entry: EntryActions;
    readonly account: AccountActions;
  };
  /** The draft of each conversation; it stays while another one is open. */
  readonly drafts: Drafts;
  /** The address of this page, to open it on a phone. */
  readonly address: string;
  readonly i18n: ReadonlySignal<StaffI18n>;
  readonly clock: Clock;
  readonly speak: (locale: Locale) => void;
}

export function VolunteerApp({ i18n, clock, speak, ...screens }: VolunteerAppProps) {
  return (
    <Page i18n={i18n} clock={clock} speak={speak}>
      <AccountContext.Provider value={i18n}>
        <StaffContext.Provider value={i18n}>
          <Screens {...screens} />
        </StaffContext.Provider>
      </AccountContext.Provider>
    </Page>
  );
}

function Screens(props: Omit<VolunteerAppProps, 'i18n' | 'clock' | 'speak'>) {
  const { actions, drafts, address } = props;
  useViewport();
  useKeptFocus();
  const shown = useValue(props.view);
  const account = useValue(props.account);
  const main = useRef<HTMLElement>(null);
  useFocusOnMove(main, shown.page);
  const halt = shown.page === 'work' ? stopped(shown.link) : null;
  const working = shown.page === 'work' && halt === null;
  const leaving = useSignal(false);
  const signOutButton = useRef<HTMLButtonElement>(null);
  return (
    <StaffShell
      look={working ? css['isWork'] : undefined}
      lit={shown.page === 'work' && shown.availability.state === 'ready'}
      self={
        shown.page === 'work' && (
          <>
            {/* Hidden during conversations: following the link would disconnect them. */}
            {shown.staff.roles.includes('admin') && shown.talks.length === 0 && <ToAdmin />}
            {working && account !== null && (
              <AccountButton view={account} actions={actions.account} />
            )}
            <SignOut
              view={shown}
              buttonRef={signOutButton}
              onAsk={() => {
                leaving.value = true;
              }}
              onSignOut={() => actions.signOut()}
            />
          </>
        )
      }
      main={main}
    >
      {leaving.value && working && (
        <LeaveShift
          view={shown}
          asker={signOutButton}
          onLeave={() => {
            leaving.value = false;
            actions.signOut();
          }}
          onStay={() => {
            leaving.value = false;
          }}
        />
      )}
      {shown.page === 'work' ? (
        working && <Work view={shown} account={account} actions={actions} drafts={drafts} />
      ) : (
        <Entry view={shown} actions={actions.entry} address={address} />
      )}
      {halt !== null && <Halted why={halt} onTakeOver={() => actions.takeOver()} />}
    </StaffShell>
  );
}

/** Moves the focus to the heading of a new screen. On the first screen the browser decides. */
function useFocusOnMove(main: RefObject<HTMLElement | null>, page: VolunteerView['page']): void {
  const before = useRef(page);
  useLayoutEffect(() => {
    const moved = before.current !== page && before.current !== 'looking';
    before.current = page;
    if (moved) main.current?.querySelector<HTMLElement>('h1')?.focus();
  }, [main, page]);
}

function ToAdmin() {
  const { locale, staff } = useStaffI18n();
  return (
    <a class={css['other']} href={`/admin?lang=${locale}`}>
      {staff.work.toAdmin}
    </a>
  );
}

/** Signing out ends the shift, so it asks the same question as going off duty (rule O9). */
function LeaveShift(props: {
  readonly view: WorkView;
  readonly asker: RefObject<HTMLButtonElement | null>;
  readonly onLeave: () => void;
  readonly onStay: () => void;
}) {
  const i18n = useStaffI18n();
  const { going } = i18n.account;
  const text = ownGoingWords(props.view, i18n);
  if (text === null) return null;
  return (
    <div class={css['leaving']}>
      <Confirm
        title={going.title}
        text={text}
        yes={going.signOut}
        no={going.no}
        asker={props.asker}
        onYes={props.onLeave}
        onNo={props.onStay}
      />
    </div>
  );
}

function SignOut(props: {
  readonly view: WorkView;
  readonly buttonRef: RefObject<HTMLButtonElement | null>;
  readonly onAsk: () => void;
  readonly onSignOut: () => void;
}) {
  const { view } = props;
  const i18n = useStaffI18n();
  const { staff } = i18n;
  const asks = ownGoingWords(view, i18n) !== null;
  const blocked = ownTalks(view).length > 0;
  return (
    <>
      <Button
        kind="quiet"
        off={blocked}
        describedBy={blocked ? 'sign-out-blocked' : undefined}
        buttonRef={props.buttonRef}
        onPress={asks ? props.onAsk : props.onSignOut}
      >
        {staff.work.signOut}
      </Button>
      {blocked && (
        <span id="sign-out-blocked" class="heard">
          {staff.work.signOutBlocked}
        </span>
      )}
    </>
  );
}

function Halted(props: { readonly why: Stopped; readonly onTakeOver: () => void }) {
  const { words, staff } = useStaffI18n();
  const { link } = staff;
  const texts = {
    replaced: { title: link.replaced, text: link.replacedText },
    outdated: { title: words.link.outdated.title, text: link.outdatedText },
    refused: link.refused,
  };
  return (
    <StoppedPage
      {...texts[props.why]}
      action={words.link[props.why].action}
      onAction={props.why === 'replaced' ? props.onTakeOver : reload}
    />
  );
}
