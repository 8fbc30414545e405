import type { ConversationId } from '@terskel/shared/ids';
import type { Signal } from '../../signal.ts';
import { useRef } from 'preact/hooks';
import type { StaffI18n } from '../../i18n/i18n.ts';
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
import { CallNews } from './call-news.tsx';
import { CallCount, Calls, untaken } from './calls.tsx';
import { Duty } from './duty.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { Guide } from './guide.tsx';
import { NoteBox } from './note.tsx';
import { OfferCard } from './offer-card.tsx';
import { reachOf } from './own-call.tsx';
import { Overview } from './overview.tsx';
import { Rest } from './rest.tsx';
import { useStaffI18n } from './staff-words.ts';
import { TalkList } from './talk-list.tsx';
import { TalkPanel } from './talk-panel.tsx';
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
  const unread = useWorkTitle(view.talks, selection);
  const aside = account?.open === true;
  const title = aside ? own.account.title : staff.title;
  const transfer = view.offer?.offer.transfer;
  const offered =
    transfer === undefined ? staff.offerTitle : staff.transfer.offerTitle(transfer.from);
  const asked = view.offer?.offer.urgent === true ? staff.dangerTitle : offered;
  const called = calledTitle(view, staff) ?? unread ?? title;
  useTitle(view.offer === null ? called : asked, words.brand);
  const open = panels.find((talk) => talk.conversationId === selection.selected) ?? null;

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
        <TalkList talks={view.talks} ended={view.ended} online={online} selection={selection} />
        <Calls
          calls={view.calls}
          isIn={(id) => view.talks.some((talk) => talk.conversationId === id)}
          actions={actions}
        />
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
                <Elsewhere talks={panels} selection={selection} />
                <CallCount calls={view.calls} />
              </>
            }
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

/** The title of the tab while a call of another volunteer is open; null if there is none. */
function calledTitle({ calls }: WorkView, { calls: words }: StaffI18n['staff']): string | null {
  const open = untaken(calls);
  if (open.length === 0) return null;
  return open.some(({ kind }) => kind === 'danger') ? words.titleDanger : words.titleHelp;
}

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
