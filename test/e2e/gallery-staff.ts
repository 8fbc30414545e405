/** Fixtures of what all staff pages share: sign-in and account. */
import type { StaffId } from '@terskel/shared/ids';
import type { Staff } from '@terskel/shared/models';
import type { InviteTerms } from '@terskel/shared/staff';
import type { AccountNote, AccountView } from '../../client/src/state/account.ts';
import type { EntryProblem, EntryView, PasskeySupport } from '../../client/src/state/entry.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** 21:14 on a winter evening in Norway. */
export const NOW = Date.UTC(2026, 10, 21, 20, 14, 20);

export const ADDRESS = 'https://samtale.example.no/volunteer';

export const staff: Staff = {
  id: 'staff-1' as StaffId,
  alias: 'Ida',
  roles: ['volunteer'],
  trained: true,
  capacity: 2,
  languages: ['no', 'en'],
  topics: [],
};

type Shown<Page extends EntryView['page']> = Extract<EntryView, { page: Page }>;

function signIn(over: Partial<Shown<'sign-in'>> = {}): EntryView {
  return { page: 'sign-in', after: null, support: 'here', busy: null, problem: null, ...over };
}

const terms: InviteTerms = { kind: 'join', roles: ['volunteer'], trained: true };
const recovery: InviteTerms = { kind: 'recovery', staff: staff.id, alias: 'Ida' };
function join(over: Partial<Shown<'join'>> = {}): EntryView {
  const link = `${ADDRESS}#invite=${'k7Qx'.repeat(11).slice(1)}`;
  const calm = { signedInAs: null, support: 'here', busy: null, problem: null } as const;
  return { page: 'join', terms, link, ...calm, ...over };
}

const problems: readonly EntryProblem[] = [
  ...(['cancelled', 'already', 'no_lock', 'unsupported', 'insecure', 'failed'] as const).map(
    (kind) => ({ kind }),
  ),
  { kind: 'unknown' },
  { kind: 'unavailable' },
  { kind: 'rate_limited', until: NOW + 9 * minute },
];
const supports: readonly PasskeySupport[] = ['elsewhere', 'none', 'insecure'];

export interface EntryState {
  readonly view: EntryView;
  readonly press?: readonly number[];
  readonly unfold?: true;
}

export const entries: Record<string, EntryState> = {
  'staff-looking': { view: { page: 'looking' } },
  'staff-unavailable': { view: { page: 'unavailable', problem: { kind: 'unavailable' } } },
  'staff-sign-in': { view: signIn() },
  'staff-sign-in-help': { view: signIn(), unfold: true },
  'staff-sign-in-passkey': { view: signIn({ busy: 'passkey' }) },
  'staff-sign-in-service': { view: signIn({ busy: 'service' }) },
  'staff-ended': { view: signIn({ after: 'ended' }) },
  'staff-signed-out': { view: signIn({ after: 'signed_out' }) },
  'staff-dead-link': { view: signIn({ after: 'dead_link' }) },
  ...Object.fromEntries(
    problems.map((problem) => [`staff-sign-in-${problem.kind}`, { view: signIn({ problem }) }]),
  ),
  ...Object.fromEntries(
    supports.flatMap((support) => [
      [`staff-sign-in-${support}`, { view: signIn({ support }) }],
      [`staff-join-${support}`, { view: join({ support }) }],
    ]),
  ),
  'staff-join': { view: join() },
  'staff-join-all': {
    view: join({ terms: { kind: 'join', roles: ['volunteer', 'leader', 'admin'], trained: true } }),
    unfold: true,
  },
  'staff-join-training': { view: join({ terms: { ...terms, trained: false } }) },
  'staff-join-admin': { view: join({ terms: { kind: 'join', roles: ['admin'], trained: false } }) },
  'staff-join-no-name': { view: join(), press: [0] },
  'staff-join-passkey': { view: join({ busy: 'passkey' }) },
  'staff-join-cancelled': { view: join({ problem: { kind: 'cancelled' } }) },
  'staff-join-signed-in': { view: join({ signedInAs: 'Kari' }) },
  'staff-recovery': { view: join({ terms: recovery }) },
  'staff-recovery-none': { view: join({ terms: recovery, support: 'none' }) },
};

const here = {
  ...{ id: 'laptop-passkey-id', name: 'Firefox, Windows', addedAt: NOW - 40 * day },
  ...{ usedAt: NOW - 3 * minute, synced: false },
};
const phone = {
  ...{ id: 'phone-passkey-id', name: 'Safari, iPhone', addedAt: NOW - 3 * day },
  ...{ usedAt: null, synced: true },
};
const odd = 'Mormors gamle datamaskin på hytta, den med ødelagt skjermlås';

const signIns = [
  { here: true, device: 'Firefox, Windows', openedAt: NOW - minute },
  { here: false, device: 'Safari, iPhone', openedAt: NOW - 2 * day },
  { here: false, device: null, openedAt: NOW - 50 * minute },
].map((signIn, index) => Object.assign(signIn, { id: `sign-in-${index}` }));

function account(over: Partial<AccountView> = {}): AccountView {
  return {
    ...{ open: true, staff, passkeys: [here, phone], signIns, unknown: null },
    ...{ busy: null, note: null, suggestSecond: false, ...over },
  };
}
/** Signed in, with the account screen closed. */
export const CLOSED = account({ open: false });
const noted = (note: AccountNote) => account({ note });

export interface AccountState {
  readonly account: AccountView;
  readonly press?: readonly number[];
  readonly talking?: true;
  /** The page below has an urgent offer. */
  readonly offered?: true;
}

/** Buttons of the account screen by index: back 0, save 1, then two for each passkey. */
export const accounts: Record<string, AccountState> = {
  account: { account: account() },
  'account-talking': { account: account(), talking: true },
  'account-loading': { account: account({ passkeys: null, signIns: null }) },
  'account-unknown': {
    account: account({ passkeys: null, signIns: null, unknown: { kind: 'unavailable' } }),
  },
  'account-one': {
    account: account({ passkeys: [{ ...here, name: odd }], signIns: signIns.slice(0, 1) }),
  },
  'account-full': {
    account: account({
      passkeys: Array.from({ length: 10 }, (_, index) => ({ ...here, id: `passkey-${index}-id` })),
    }),
  },
  'account-admin': { account: account({ staff: { ...staff, roles: ['admin'] } }) },
  'account-adding': { account: account({ busy: 'add' }) },
  'account-cancelled': { account: noted({ task: 'add', problem: { kind: 'cancelled' } }) },
  'account-added': { account: noted({ task: 'add', problem: null }) },
  'account-saved': { account: noted({ task: 'profile', problem: null }) },
  'account-not-saved': { account: noted({ task: 'profile', problem: { kind: 'unavailable' } }) },
  'account-ended': { account: noted({ task: 'end', problem: null }) },
  'account-rename': { account: account(), press: [2] },
  'account-remove': { account: account(), press: [3] },
  'work-offer-suggest-second': {
    account: account({ open: false, suggestSecond: true }),
    offered: true,
  },
  'work-suggest-second': { account: account({ open: false, suggestSecond: true }) },
};
