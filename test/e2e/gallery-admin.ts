/** Fixtures: each state of the admin's page, by name. */
import type { ErrorCode } from '@terskel/shared/errors';
import type { StaffId } from '@terskel/shared/ids';
import { TOPICS } from '@terskel/shared/choices';
import type { Staff } from '@terskel/shared/models';
import type { AuditEntry, OpenInvite, Person } from '@terskel/shared/staff';
import { madeUpStatistics, madeUpToday } from '../helpers/statistics.ts';
import type { AccountView } from '../../client/src/state/account.ts';
import {
  type AdminView,
  type AdminWork,
  type Problem,
  inAlphabet,
  startAdmin,
} from '../../client/src/state/admin.ts';
import { planStates } from './gallery-plan.ts';

export interface AdminState {
  readonly page: 'admin';
  readonly view: AdminView;
  /** Null while nobody is signed in. */
  readonly account: AccountView | null;
  readonly press?: readonly number[];
  /** Opens all `details` elements. */
  readonly unfold?: true;
}

const day = 24 * 60 * 60_000;
const id = (number: number): StaffId => `person-${number}`.padEnd(22, 'x') as StaffId;

function person(number: number, over: Partial<Person> & { readonly now: number }): Person {
  const { now, ...rest } = over;
  return {
    id: id(number),
    alias: 'Ida',
    roles: ['volunteer'],
    trained: true,
    capacity: 1,
    languages: ['no'],
    topics: [],
    joinedAt: now - 40 * day,
    signedInAt: now,
    passkeys: 1,
    ...rest,
  };
}

const NAMES = [
  ...['Amina', 'Bjørn', 'Cecilie', 'Dag', 'Espen', 'Fatima', 'Guro', 'Hedda', 'Ivar', 'Jorunn'],
  ...['Kåre', 'Lise', 'Marte', 'Nils', 'Oda', 'Per', 'Randi', 'Sunniva'],
];

const SAID = [
  'Fint at noen svarte så seint.',
  'شكرًا، كان ذلك جيدًا',
  'Jeg skulle ønske vi hadde hatt litt bedre tid.\n\nMen takk.',
  '<b>bra</b> & fint ❤️',
  'Mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm',
];

export function adminStates(now: number): Record<string, AdminState> {
  const people = inAlphabet([
    person(1, {
      now,
      alias: 'Kari',
      roles: ['volunteer', 'leader', 'admin'],
      capacity: 2,
      languages: ['no', 'en'],
      passkeys: 2,
    }),
    person(2, {
      now,
      alias: 'Ola',
      trained: false,
      signedInAt: now - day,
      joinedAt: now - 6 * day,
    }),
    person(3, {
      now,
      alias: 'Áile',
      roles: ['volunteer', 'leader'],
      languages: ['no', 'se', 'en'],
      topics: ['loneliness', 'grief'],
      signedInAt: now - 9 * day,
    }),
    person(4, {
      now,
      alias: 'Gro',
      roles: ['admin'],
      trained: false,
      signedInAt: null,
      passkeys: 0,
    }),
    person(5, {
      now,
      alias: 'Maximiliana-Konstantinopolitanska Lang x',
      capacity: 3,
      languages: ['no', 'en', 'se', 'uk', 'ar', 'pl'],
      topics: [...TOPICS],
    }),
  ]);
  const [me, learner, leader, , long] = [1, 2, 3, 4, 5].map(
    (number) => people.find((one) => one.id === id(number)) ?? person(number, { now }),
  ) as [Person, Person, Person, Person, Person];
  const staff = ({ id, alias, roles, trained, capacity, languages, topics }: Person): Staff => ({
    ...{ id, alias, roles, trained, capacity, languages, topics },
  });
  const invites: OpenInvite[] = [
    {
      id: 'a'.repeat(43),
      terms: { kind: 'join', roles: ['volunteer'], trained: false },
      by: 'Kari',
      note: 'Til Per fra kurset i høst',
      expiresAt: now + 2 * day,
    },
    {
      id: 'b'.repeat(43),
      terms: { kind: 'recovery', staff: learner.id, alias: 'Ola' },
      by: null,
      note: null,
      expiresAt: now + 3 * day,
    },
  ];
  const link = {
    address: `https://chat.example.org/volunteer#invite=${'Zx_9'.repeat(11).slice(0, 43)}`,
    note: '',
    expiresAt: now + 3 * day,
    alias: null,
  };
  const known = ({ id, alias }: Person) => ({ id, alias });
  let number = 200;
  const entry = (ago: number, over: Partial<AuditEntry>): AuditEntry => {
    number -= 1;
    const nothing = { about: null, before: null, after: null } as const;
    return { number, at: now - ago, by: known(me), what: 'staff.changed', ...nothing, ...over };
  };
  const minute = 60_000;
  const entries: AuditEntry[] = [
    entry(2 * minute, {
      about: known(learner),
      before: { trained: false },
      after: { trained: true },
    }),
    entry(9 * minute, {
      about: known(leader),
      before: { roles: ['volunteer'] },
      after: { roles: ['volunteer', 'leader'] },
    }),
    entry(12 * minute, {
      about: known(long),
      before: { capacity: 1, languages: ['no'], topics: [] },
      after: { capacity: 3, languages: ['no', 'en', 'se', 'uk', 'ar', 'pl'], topics: [...TOPICS] },
    }),
    entry(day, {
      by: known(learner),
      about: known(learner),
      before: { alias: 'Olav' },
      after: { alias: 'Ola' },
    }),
    entry(day + minute, {
      what: 'staff.joined',
      by: known(learner),
      about: known(learner),
      after: { roles: ['volunteer'], trained: false, invitedBy: 'Kari' },
    }),
    entry(day + 40 * minute, {
      what: 'invite.made',
      after: { roles: ['volunteer'], trained: false },
    }),
    entry(3 * day, { what: 'staff.revoked', about: { id: id(90), alias: 'Trygve' } }),
    entry(3 * day + minute, { what: 'invite.made', about: known(learner) }),
    entry(3 * day + 2 * minute, { what: 'passkey.removed', about: known(me) }),
    entry(4 * day, {
      what: 'settings.changed',
      by: null,
      before: { queueLimit: 50 },
      after: { queueLimit: 80 },
    }),
    entry(5 * day, { what: 'ledger.restored', by: null }),
  ];

  const account: AccountView = {
    ...{ open: false, staff: staff(me), passkeys: [], signIns: [], unknown: null },
    ...{ busy: null, note: null, suggestSecond: false },
  };
  const work = (over: Partial<AdminWork> = {}, press?: readonly number[]): AdminState => ({
    page: 'admin',
    view: { ...startAdmin(staff(me), 'staff'), people, invites, ...over },
    account,
    ...(press !== undefined && { press }),
  });
  const failed = (of: Problem['of'], code: Problem['code']): Pick<AdminWork, 'problem'> => ({
    problem: { of, code, retryAt: code === 'rate_limited' ? now + minute : null },
  });
  const draft = (of: Person, changes: object): Pick<AdminWork, 'open' | 'drafts'> => ({
    open: of.id,
    drafts: new Map([[of.id, changes]]),
  });
  const log = (over: Partial<AdminWork['audit']> = {}, rest: Partial<AdminWork> = {}): AdminState =>
    work({
      section: 'audit',
      audit: { entries, more: true, loading: false, choice: {}, ...over },
      ...rest,
    });
  const comments = (said: AdminWork['comments'], rest: Partial<AdminWork> = {}): AdminState =>
    work({ section: 'comments', comments: said, ...rest });
  const released = madeUpStatistics({
    ...{ seed: 7, first: '2023-11-18', last: '2026-11-20' },
    gaps: ['2026-10-04', '2026-10-05'],
  });
  const figures = (
    over: Partial<AdminWork['statistics']> = {},
    rest: Partial<AdminWork> = {},
  ): AdminState =>
    work({
      section: 'statistics',
      statistics: {
        ...{ released, today: madeUpToday('2026-11-21', now), todayFailed: false },
        choice: { kind: 'month', period: null },
        ...over,
      },
      ...rest,
    });
  const invite = (over: Partial<AdminWork> = {}): AdminState =>
    work({ section: 'invite', ...over });
  const many = inAlphabet(
    NAMES.map((alias, index) => person(index + 10, { now, alias, trained: index % 4 !== 0 })),
  );
  const codes: readonly ErrorCode[] = ['rate_limited', 'unavailable', 'not_found'];

  return {
    'admin-out': {
      page: 'admin',
      account: null,
      view: {
        page: 'entry',
        kept: true,
        entry: { page: 'sign-in', after: 'ended', support: 'here', busy: null, problem: null },
      },
    },
    'admin-stranger': {
      page: 'admin',
      account: { ...account, staff: staff(learner) },
      view: { page: 'not-admin', me: staff(learner) },
    },
    'admin-loading': work({ people: null }),
    'admin-unavailable': work({ people: null, ...failed('staff', 'unavailable') }),
    'admin-staff': work({ drafts: new Map([[learner.id, { trained: true }]]) }),
    'admin-on-duty': work({ onDuty: true }),
    'admin-leaving': work({ onDuty: true, leaving: { last: 'leader', waiting: 3 } }),
    'admin-leaving-unknown': work({ leaving: 'unknown' }),
    'admin-alone': work({ people: [me], invites: [] }),
    'admin-many': work({ people: [...many, me] }),
    'admin-revoked': work({ done: { what: 'revoked', alias: 'Trygve' } }),
    'admin-withdraw-gone': work(failed('withdraw', 'not_found')),
    'admin-person': work({ open: leader.id }),
    'admin-person-long': work({ open: long.id }),
    'admin-person-changed': work(draft(learner, { trained: true, capacity: 2 })),
    'admin-person-last': work({
      ...draft(me, { roles: ['volunteer', 'admin'] }),
      people: people.filter(({ alias }) => alias !== 'Gro'),
    }),
    'admin-person-missing': work(draft(learner, { roles: [], languages: [], alias: '' }), [0]),
    'admin-person-saving': work({
      ...draft(learner, { trained: true }),
      doing: { what: 'save', id: learner.id },
    }),
    'admin-person-saved': work({
      open: learner.id,
      done: { what: 'saved', alias: 'Ola', signedOut: true },
    }),
    ...Object.fromEntries(
      codes.map((code) => [
        `admin-person-${code}`,
        work({ ...draft(learner, { trained: true }), ...failed('save', code) }),
      ]),
    ),
    'admin-person-offline': work({
      ...draft(learner, { trained: true }),
      ...failed('save', 'offline'),
    }),
    'admin-person-refused': work({
      ...draft(me, { roles: ['volunteer'] }),
      ...failed('save', 'wrong_state'),
    }),
    'admin-person-revoke': work({ open: learner.id }, [2]),
    'admin-person-recovered': work({ open: learner.id, link: { ...link, alias: 'Ola' } }),
    'admin-invite': invite(),
    'admin-invite-missing': {
      ...invite({ terms: { roles: [], trained: false, note: '' } }),
      press: [0],
    },
    'admin-invite-unavailable': invite(failed('invite', 'unavailable')),
    'admin-link': invite({ link }),
    'admin-statistics': figures(),
    'admin-statistics-tables': { ...figures(), unfold: true },
    'admin-statistics-day': figures({ choice: { kind: 'day', period: null } }),
    'admin-statistics-year': figures({ choice: { kind: 'year', period: '2025' } }),
    'admin-statistics-quarter': figures({ choice: { kind: 'quarter', period: null } }),
    // Its first days were not counted.
    'admin-statistics-cut': figures({ choice: { kind: 'year', period: '2024' } }),
    'admin-statistics-none': figures({
      released: { timeZone: 'Europe/Oslo', days: null, gaps: [], cells: {} },
    }),
    'admin-statistics-early': figures({
      released: { ...released, days: { first: '2026-11-18', last: '2026-11-20' } },
    }),
    'admin-statistics-loading': figures({ released: null, today: null }),
    'admin-statistics-unavailable': figures(
      { released: null, today: null, todayFailed: true },
      failed('statistics', 'unavailable'),
    ),
    'admin-comments': comments(SAID),
    'admin-comments-none': comments([]),
    'admin-comments-loading': comments(null),
    'admin-comments-offline': comments(null, failed('comments', 'offline')),
    ...Object.fromEntries(
      Object.entries(planStates()).map(([name, plan]) => [
        `admin-plan-${name}`,
        // Pressed: the button that starts.
        work({ section: 'plan', plan }, name === 'wrong' ? [2] : undefined),
      ]),
    ),
    'admin-plan-unavailable': work({ section: 'plan', ...failed('plan', 'unavailable') }),
    'admin-audit': log(),
    'admin-audit-filtered': log({ choice: { staff: learner.id, what: 'staff.changed' } }),
    'admin-audit-loading': log({ entries: null, loading: true }),
    'admin-audit-none': log({ entries: [], more: false }),
    'admin-audit-offline': log({}, failed('audit', 'offline')),
  };
}
