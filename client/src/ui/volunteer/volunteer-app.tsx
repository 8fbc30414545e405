/** The volunteer's whole page: the way in, or the one screen to work at. */
import type { ReadonlySignal } from '@preact/signals';
import type { Clock } from '../../clock.ts';
import type { StaffI18n } from '../../i18n/i18n.ts';
import type { Locale } from '../../i18n/locales.ts';
import type { VolunteerActions, VolunteerView } from '../../state/model.ts';
import css from '../../styles/volunteer/work.module.css';
import { Button } from '../parts/button.tsx';
import { Emergency } from '../parts/emergency.tsx';
import { cx, useViewport } from '../parts/hooks.ts';
import { LampMark } from '../parts/lamp.tsx';
import { LanguageSwitch } from '../parts/language-switch.tsx';
import { Page } from '../parts/page.tsx';
import { StoppedPage, reload } from '../parts/stopped-page.tsx';
import { stopped, type Stopped } from '../parts/stopped.ts';
import { useValue } from '../parts/signals.ts';
import { SignIn } from './sign-in.tsx';
import { StaffContext, useStaffI18n } from './staff-words.ts';
import { Work, type Drafts, type WorkView } from './work.tsx';

export interface VolunteerAppProps {
  readonly view: ReadonlySignal<VolunteerView>;
  readonly actions: VolunteerActions;
  /** What is begun in one conversation stays there while another is in hand. */
  readonly drafts: Drafts;
  readonly i18n: ReadonlySignal<StaffI18n>;
  readonly clock: Clock;
  readonly speak: (locale: Locale) => void;
}

export function VolunteerApp({ view, actions, drafts, i18n, clock, speak }: VolunteerAppProps) {
  return (
    <Page i18n={i18n} clock={clock} speak={speak}>
      <StaffContext.Provider value={i18n}>
        <Screens view={view} actions={actions} drafts={drafts} />
      </StaffContext.Provider>
    </Page>
  );
}

function Screens({
  view,
  actions,
  drafts,
}: Pick<VolunteerAppProps, 'view' | 'actions' | 'drafts'>) {
  useViewport();
  const { words } = useStaffI18n();
  const shown = useValue(view);
  const halt = shown.page === 'work' ? stopped(shown.link) : null;
  const working = shown.page === 'work' && halt === null;
  return (
    <div class={cx(css['shell'], working && css['isWork'])}>
      <a class={css['skip']} href="#main">
        {words.skip}
      </a>
      <header class={css['header']}>
        <span class={css['brand']}>
          <LampMark lit={shown.page === 'work' && shown.availability.state === 'ready'} />
          <span>{words.brand}</span>
        </span>
        <Emergency />
        <LanguageSwitch />
        {shown.page === 'work' && <Who view={shown} onSignOut={() => actions.signOut()} />}
      </header>
      <main id="main" class={css['main']} tabindex={-1}>
        {shown.page === 'sign-in' && (
          <SignIn view={shown} onJoin={(alias) => actions.join(alias)} />
        )}
        {shown.page === 'work' && working && (
          <Work view={shown} actions={actions} drafts={drafts} />
        )}
        {halt !== null && <Halted why={halt} onTakeOver={() => actions.takeOver()} />}
      </main>
    </div>
  );
}

function Who({ view, onSignOut }: { readonly view: WorkView; readonly onSignOut: () => void }) {
  const { staff } = useStaffI18n();
  const blocked = view.talks.length > 0;
  return (
    <div class={css['self']}>
      <span class={css['alias']}>{staff.work.signedInAs(view.staff.alias)}</span>
      <Button
        kind="quiet"
        off={blocked}
        describedBy={blocked ? 'sign-out-blocked' : undefined}
        onPress={onSignOut}
      >
        {staff.work.signOut}
      </Button>
      {blocked && (
        <span id="sign-out-blocked" class="heard">
          {staff.work.signOutBlocked}
        </span>
      )}
    </div>
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
