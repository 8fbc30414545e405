import type { ConversationId } from '@terskel/shared/ids';
import type { Signal } from '../../signal.ts';
import { useRef } from 'preact/hooks';
import type { StaffI18n } from '../../i18n/i18n.ts';
import type { ShownAside } from '../../state/aside.ts';
import type { AccountActions, AccountView } from '../../state/account.ts';
import type {
  EndedTalk,
  VolunteerActions,
  VolunteerView,
  WorkTalk,
} from '../../state/volunteer-view.ts';
import css from '../../styles/volunteer/work.module.css';
import { Account } from '../account/account.tsx';
import { SecondPasskey } from '../account/second-passkey.tsx';
import { Button } from '../parts/button.tsx';
import { cx, useTitle } from '../parts/hooks.ts';
import { LinkStrip, useCalmLink } from '../parts/link-strip.tsx';
import { AsidePanel } from './aside-panel.tsx';
import { CallNews } from './call-news.tsx';
import { CallCount, Calls } from './calls.tsx';
import { Duty } from './duty.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { Guide } from './guide.tsx';
import { NoteBox } from './note.tsx';
import { OfferCard } from './offer-card.tsx';
import { reachOf } from './own-call.tsx';
import { Overview } from './overview.tsx';
import { Rest } from './rest.tsx';
import { unattended } from './leader-list.tsx';
import { Stuck, StuckCount, StuckNews } from './stuck.tsx';
import { useStaffI18n } from './staff-words.ts';
import { TalkList } from './talk-list.tsx';
import { TalkPanel } from './talk-panel.tsx';
import { useAsides } from './use-asides.ts';
import { receivedIn, useSelection } from './use-selection.ts';
import { useWorkTitle } from './use-work-title.ts';
import { useSignal } from '../parts/signals.ts';

export type WorkView = Extract<VolunteerView, { page: 'work' }>;

/** The draft of each conversation, by its id. */
export type Drafts = (conversationId: ConversationId) => Signal<string>;

interface WorkProps {
  readonly view: WorkView;
  readonly account: AccountView | null;
  readonly actions: VolunteerActions & { readonly account: AccountActions };
  readonly drafts: Drafts;
}

/**
 * The work screen (rule V1): availability, queue and own conversations; the open conversation; guidance. The account
 * screen covers it without unmounting it, so every conversation stays as it was.
 */
export function Work({ view, account, actions, drafts }: WorkProps) {
  const { words, staff, account: own } = useStaffI18n();
  const panels: readonly (WorkTalk | EndedTalk)[] = [...view.talks, ...view.ended];
  const selection = useSelection(panels);
  const online = useCalmLink(view.link) === 'online';
  const guideOpen = useSignal(false);
  const desk = useAsides(view.asides, selection);
  const unread = useWorkTitle(view.talks, view.asides, desk, selection);
  const aside = account?.open === true;
  const title = aside ? own.account.title : staff.title;
  const transfer = view.offer?.offer.transfer;
  const offered = transfer === undefined ? staff.offerTitle : offerTitle(transfer, staff);
  const asked = view.offer?.offer.urgent === true ? staff.dangerTitle : offered;
  const called = calledTitle(view, staff) ?? unread ?? title;
  useTitle(view.offer === null ? called : asked, words.brand);
  const open = panels.find((talk) => talk.conversationId === selection.selected) ?? null;

  const asidePanels = (seat: ShownAside['seat'], isShown: (of: ConversationId) => boolean) =>
    view.asides
      .filter((one) => one.seat === seat && isShown(one.of))
      .map((one) => (
        <AsidePanel
          key={one.conversationId}
          {...{ aside: one, desk, online, actions }}
          draft={drafts(one.conversationId)}
        />
      ));
  const unreadAsides = (isCounted: (one: ShownAside) => boolean): number =>
    view.asides.filter(isCounted).reduce((sum, one) => sum + desk.unread(one), 0);
  const isCalled = (of: ConversationId): boolean =>
    view.calls.some(({ conversationId }) => conversationId === of);

  const bench = (
    <div
      class={cx(css['work'], aside && css['aside'])}
      data-open={open !== null}
      data-guide={guideOpen.value}
    >
      <h1 class="heard" tabindex={-1}>
        {staff.work.heading}
      </h1>
      <div class={css['top']}>
        <LinkStrip link={view.link} reconnecting={staff.link.reconnecting} />
        <NoteBox note={view.note} onDismiss={() => actions.dismissNote()} />
        {account?.suggestSecond === true && view.offer === null && panels.length === 0 && (
          <SecondPasskey actions={actions.account} />
        )}
      </div>
      <div class={css['side']}>
        <Duty view={view} actions={actions} />
        <TalkList
          {...{ talks: view.talks, ended: view.ended, online, selection }}
          unreadAside={(of) => unreadAsides((one) => one.seat === 'volunteer' && one.of === of)}
        />
        <Calls
          {...{ calls: view.calls, isOff: view.availability.state === 'off', actions }}
          isIn={(id) => view.talks.some((talk) => talk.conversationId === id)}
          aside={(of) => asidePanels('leader', (each) => each === of)}
        />
        <Stuck stuck={view.stuck} actions={actions} />
        {asidePanels('leader', (of) => !isCalled(of))}
        <Overview view={view} onTake={() => actions.take()} />
      </div>
      <div class={css['centre']}>
        {view.offer !== null && (
          <OfferCard key={view.offer.offer.id} shown={view.offer} actions={actions} />
        )}
        {open === null ? (
          <Rest view={view} />
        ) : (
          <TalkPanel
            key={open.conversationId}
            talk={open}
            elsewhere={
              <>
                <Elsewhere
                  {...{ talks: panels, selection }}
                  unreadAsides={unreadAsides(
                    (one) => one.seat === 'leader' || one.of !== open.conversationId,
                  )}
                />
                {/* One at a time: on a phone there is no room for both. */}
                {unattended(view.calls).length > 0 ? (
                  <CallCount calls={view.calls} />
                ) : (
                  <StuckCount stuck={view.stuck} />
                )}
              </>
            }
            aside={asidePanels('volunteer', (of) => of === open.conversationId)}
            link={view.link}
            reach={reachOf(view)}
            actions={actions}
            draft={drafts(open.conversationId)}
            guideOpen={guideOpen}
            onBack={() => {
              selection.close();
              toList(open.conversationId);
            }}
          />
        )}
      </div>
      <Guide
        called={open !== null && open.call !== null}
        urgent={open?.danger === true || view.offer?.offer.urgent === true}
        language={open?.language ?? view.offer?.offer.language ?? null}
        onInsert={
          open === null || 'reason' in open
            ? null
            : (text) => insert(drafts(open.conversationId), text)
        }
      />
    </div>
  );
  return (
    <>
      <CallNews view={view} />
      {view.staff.roles.includes('leader') && <StuckNews stuck={view.stuck} />}
      {bench}
      {aside && (
        <Account
          view={account}
          actions={actions.account}
          news={<News view={view} onShow={() => actions.account.close()} />}
        />
      )}
    </>
  );
}

/** The title of the tab while a leader is needed: a call of another volunteer, or a stuck conversation. Otherwise null. */
function calledTitle({ calls, stuck }: WorkView, staff: StaffI18n['staff']): string | null {
  const { calls: words } = staff;
  const open = unattended(calls);
  if (open.length === 0) return unattended(stuck).length > 0 ? staff.stuck.title : null;
  return open.some(({ kind }) => kind === 'danger') ? words.titleDanger : words.titleHelp;
}

type Handover = NonNullable<NonNullable<WorkView['offer']>['offer']['transfer']>;

const offerTitle = ({ reason, from }: Handover, { transfer: words }: StaffI18n['staff']): string =>
  reason === 'takeover' ? words.offer.takeover(from) : words.offerTitle(from);

/** News that arrived while the account screen was open. */
function News({ view, onShow }: { readonly view: WorkView; readonly onShow: () => void }) {
  const {
    staff,
    account: { account },
  } = useStaffI18n();
  const received = view.talks.reduce((sum, talk) => sum + receivedIn(talk), 0);
  const known = useRef(received);
  const offered = view.offer !== null;
  const called = calledTitle(view, staff);
  if (!offered && called === null && received <= known.current) return null;
  const danger = offered ? view.offer.offer.urgent : view.talks.some(({ danger }) => danger);
  if (called !== null && !offered) return <NewsLine text={called} onShow={onShow} />;
  const text = offered ? account.offered : account.unread;
  return <NewsLine text={danger ? `${staff.talk.urgent}: ${text}` : text} onShow={onShow} />;
}

function NewsLine({ text, onShow }: { readonly text: string; readonly onShow: () => void }) {
  const { account } = useStaffI18n().account;
  return (
    <div class={css['news']}>
      <p>{text}</p>
      <Button kind="main" onPress={onShow}>
        {account.show}
      </Button>
    </div>
  );
}

/** After leaving a conversation on a narrow screen: moves the focus to its entry in the list, once that is drawn. */
function toList(id: ConversationId): void {
  requestAnimationFrame(() => document.getElementById(`talk-${id}`)?.focus());
}

/** Puts a prompt into the message box as a starting point. It is never sent by itself (rule V2). */
function insert(draft: Signal<string>, text: string): void {
  const begun = draft.value.trimEnd();
  draft.value = begun === '' ? text : `${begun}\n${text}`;
}
