/** Sign-in for all staff: with an invite and a new passkey, or with an existing passkey (rule S1). */
import { type ReadonlySignal, signal } from '../signal.ts';
import type { InviteToken } from '@terskel/shared/ids';
import type { Staff } from '@terskel/shared/models';
import type { Clock } from '../clock.ts';
import type { Refused, StaffApi } from '../net/staff-api.ts';
import type { EntryActions, EntryProblem, EntryView, PasskeySupport } from '../state/entry.ts';
import type { Browser } from './browser.ts';
import type { Passkeys } from './passkeys.ts';
import { problemOf } from './problems.ts';

export interface EntryDeps {
  readonly api: StaffApi;
  readonly passkeys: Passkeys;
  readonly clock: Clock;
  readonly browser: Pick<Browser, 'hash' | 'stripHash'>;
  /** Address of this page, without query and hash. */
  readonly address: string;
  /** Name of this device: see device.ts. */
  readonly device: string;
  /** Called when a staff member is signed in. `how`: by an invite, by a passkey, or still from before. */
  readonly entered: (staff: Staff, how: 'joined' | 'signed_in' | 'known') => void;
}

export interface Entry {
  readonly view: ReadonlySignal<EntryView>;
  readonly actions: EntryActions;
  /** Shows the sign-in screen again, because the sign-in ended. */
  left(why: 'ended' | 'signed_out'): void;
  dispose(): void;
}

type Shown<Page extends EntryView['page']> = Extract<EntryView, { page: Page }>;

/** Codes that mean that the invite is used, expired or invalid. */
const DEAD = new Set<Refused['code']>(['not_found', 'invalid_payload']);

export function createEntry(deps: EntryDeps): Entry {
  const { api, passkeys, clock, device } = deps;
  const view = signal<EntryView>({ page: 'looking' });
  let invite = takeInvite(deps.browser);
  let support: PasskeySupport = 'here';
  /** The staff member who is signed in while an invite is shown. */
  let known: Staff | null = null;
  let disposed = false;

  const show = (next: EntryView): void => {
    if (!disposed) view.value = next;
  };
  const signIn = (after: Shown<'sign-in'>['after'], problem: EntryProblem | null = null): void =>
    show({ page: 'sign-in', after, support, busy: null, problem });
  const enter: EntryDeps['entered'] = (staff, how) => {
    invite = null;
    known = null;
    if (!disposed) deps.entered(staff, how);
  };

  async function look(): Promise<void> {
    show({ page: 'looking' });
    support = await passkeys.support();
    const me = await api.call('GET /api/staff/me');
    if (!me.ok && me.code !== 'unauthorized') {
      show({ page: 'unavailable', problem: problemOf(me, clock) });
      return;
    }
    known = me.ok ? me.answer.staff : null;
    const asked = invite === null ? null : await api.call('POST /api/staff/invite', { invite });
    if (asked?.ok === true) {
      const { terms } = asked.answer;
      const link = `${deps.address}#invite=${invite}`;
      const signedInAs = known?.alias ?? null;
      show({ page: 'join', terms, link, signedInAs, support, busy: null, problem: null });
    } else if (asked !== null && !DEAD.has(asked.code)) {
      show({ page: 'unavailable', problem: problemOf(asked, clock) });
    } else if (known === null) signIn(asked === null ? null : 'dead_link');
    else enter(known, 'known');
  }

  async function join(alias: string | null): Promise<void> {
    const shown = view.value;
    if (shown.page !== 'join' || shown.busy !== null || invite === null) return;
    const on = (over: Partial<Shown<'join'>>): void => show({ ...shown, problem: null, ...over });
    const asking = { invite, ...(alias !== null && { alias }) };
    const refused = (reply: Refused): void => {
      if (reply.code === 'not_found') {
        invite = null;
        signIn('dead_link');
      } else on({ problem: problemOf(reply, clock) });
    };
    on({ busy: 'service' });
    const options = await api.call('POST /api/staff/join/options', asking);
    if (!options.ok) return refused(options);
    on({ busy: 'passkey' });
    const made = await passkeys.create(options.answer);
    if (!made.ok) return on({ problem: { kind: made.problem } });
    on({ busy: 'service' });
    const { credential } = made;
    const joined = await api.call('POST /api/staff/join', { ...asking, device, credential });
    if (joined.ok) enter(joined.answer.staff, 'joined');
    else refused(joined);
  }

  async function enterByPasskey(): Promise<void> {
    const shown = view.value;
    if (shown.page !== 'sign-in' || shown.busy !== null) return;
    const on = (over: Partial<Shown<'sign-in'>>): void =>
      show({ ...shown, problem: null, ...over });
    on({ busy: 'service' });
    const options = await api.call('POST /api/staff/sign-in/options', {});
    if (!options.ok) return on({ problem: problemOf(options, clock) });
    on({ busy: 'passkey' });
    const used = await passkeys.get(options.answer);
    if (!used.ok) return on({ problem: { kind: used.problem } });
    on({ busy: 'service' });
    const { credential } = used;
    const entered = await api.call('POST /api/staff/sign-in', { device, credential });
    if (entered.ok) enter(entered.answer.staff, 'signed_in');
    else if (entered.code === 'unauthorized') on({ problem: { kind: 'unknown' } });
    else on({ problem: problemOf(entered, clock) });
  }

  void look();
  return {
    view,
    actions: {
      join: (alias) => void join(alias),
      signIn: () => void enterByPasskey(),
      again: () => void look(),
      stay() {
        if (known !== null) enter(known, 'known');
      },
    },
    left: (why) => signIn(why),
    dispose() {
      disposed = true;
    },
  };
}

/**
 * Takes the invite out of the address at once, also during a staff session: a valid invite must not stay in the
 * history.
 */
function takeInvite(browser: EntryDeps['browser']): InviteToken | null {
  const hash = browser.hash();
  if (!hash.startsWith('#invite=')) return null;
  browser.stripHash();
  // The service validates it.
  return hash.slice('#invite='.length) as InviteToken;
}
