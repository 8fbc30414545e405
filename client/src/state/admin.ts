/** The admin page's state as plain data, and functions derived from it. Pure. */
import type { ErrorCode } from '@terskel/shared/errors';
import type { StaffId } from '@terskel/shared/ids';
import type { Leaves } from '@terskel/shared/leaving';
import type { Role, Staff } from '@terskel/shared/models';
import type {
  AuditEntry,
  AuditFilter,
  InviteTerms,
  OpenInvite,
  Person,
  StaffChanges,
} from '@terskel/shared/staff';
import type { Statistics, Today } from '@terskel/shared/statistics';
import type { PeriodChoice } from '../figures/report.ts';
import type { EntryView } from './entry.ts';
import { sorted } from '../lists.ts';
import { NEW_PLAN, type PlanActions, type PlanWork } from './plan/plan.ts';

/** The sections of the page. The account view is shown over them, as on the volunteer's page. */
export const SECTIONS = ['staff', 'invite', 'statistics', 'comments', 'plan', 'audit'] as const;
export type Section = (typeof SECTIONS)[number];

export interface JoinTerms extends Omit<Extract<InviteTerms, { kind: 'join' }>, 'kind'> {
  /** The admin's note while it is being written; empty: none. */
  readonly note: string;
}
/** Terms of a new invite before anything was chosen. */
export const NEW_TERMS: JoinTerms = { roles: ['volunteer'], trained: false, note: '' };
/** Which entries the audit log shows. The page itself keeps the paging position (`before`). */
export type AuditChoice = Omit<AuditFilter, 'before'>;

/** The request that is running; one at a time. */
export type Doing =
  | { readonly what: 'invite' }
  | { readonly what: 'save' | 'revoke' | 'recover'; readonly id: StaffId }
  | { readonly what: 'withdraw'; readonly id: OpenInvite['id'] };

/** Why a request failed. Shown next to the control that sent it. */
export interface Problem {
  readonly of: Doing['what'] | 'staff' | 'comments' | 'plan' | 'audit' | 'statistics';
  /** `offline`: this device has no network. */
  readonly code: ErrorCode | 'offline';
  /** With `rate_limited`: when to try again. */
  readonly retryAt: number | null;
}

/** A completed action, to be confirmed once. */
export type Done =
  | { readonly what: 'saved'; readonly alias: string; readonly signedOut: boolean }
  | { readonly what: 'revoked'; readonly alias: string }
  | { readonly what: 'withdrawn' };

/** A one-time link, kept while the screen that created it is open. `alias`: the person whose passkeys it replaces. */
export interface NewLink {
  readonly address: string;
  readonly expiresAt: number;
  readonly alias: string | null;
  /** The admin's note on who the link is for; empty: none. */
  readonly note: string;
}

export interface AuditLog {
  /** Null until the first page is loaded. */
  readonly entries: readonly AuditEntry[] | null;
  readonly more: boolean;
  readonly loading: boolean;
  readonly choice: AuditChoice;
}

export interface StatisticsView {
  /** Null until loaded. */
  readonly released: Statistics | null;
  /** Null until loaded. Kept if a later request fails. */
  readonly today: Today | null;
  /** The last request for the counts of today failed. */
  readonly todayFailed: boolean;
  readonly choice: PeriodChoice;
}

export interface AdminWork {
  readonly page: 'work';
  readonly me: Staff;
  /** As last reported by the service (rule I2). */
  readonly onDuty: boolean;
  /** Set while the sign-out question is shown: the effect of leaving on waiting seekers, if it is known (rule O9). */
  readonly leaving: Leaves | 'unknown' | null;
  readonly section: Section;
  /** Null until loaded. */
  readonly people: readonly Person[] | null;
  readonly invites: readonly OpenInvite[];
  /** The person whose form is open. */
  readonly open: StaffId | null;
  /** The person whose form was open before; the focus returns to their row. */
  readonly left: StaffId | null;
  /** Unsaved changes in forms; kept while other screens are open. */
  readonly drafts: ReadonlyMap<StaffId, StaffChanges>;
  /** Terms of the next invite. */
  readonly terms: JoinTerms;
  readonly link: NewLink | null;
  /** Comments by seekers after conversations, as released; null until loaded. */
  readonly comments: readonly string[] | null;
  readonly plan: PlanWork;
  readonly audit: AuditLog;
  readonly statistics: StatisticsView;
  readonly doing: Doing | null;
  readonly problem: Problem | null;
  readonly done: Done | null;
}

export type AdminView =
  /** `kept`: unsaved work from before the sign-in ended still exists. */
  | { readonly page: 'entry'; readonly entry: EntryView; readonly kept: boolean }
  | { readonly page: 'not-admin'; readonly me: Staff }
  | AdminWork;

export interface AdminActions {
  go(section: Section): void;
  openPerson(id: StaffId): void;
  closePerson(): void;
  /** Merges changes into the unsaved ones. */
  edit(id: StaffId, changes: StaffChanges): void;
  /** Discards the unsaved changes. */
  undo(id: StaffId): void;
  save(id: StaffId): void;
  revoke(id: StaffId): void;
  recover(id: StaffId): void;
  /** Sets the terms of the next invite. */
  choose(terms: JoinTerms): void;
  invite(): void;
  withdraw(id: OpenInvite['id']): void;
  /** Removes the link from the screen and from memory. */
  forget(): void;
  filter(choice: AuditChoice): void;
  /** Chooses the period of the statistics. */
  choosePeriod(choice: PeriodChoice): void;
  /** Loads older entries. */
  more(): void;
  /** Reloads what is shown. */
  refresh(): void;
  dismiss(): void;
  readonly plan: PlanActions;
  /** Asks first if leaving duty would affect waiting seekers, or if that cannot be learned. */
  signOut(): void;
  signOutAnyway(): void;
  stay(): void;
}

/** Whether this admin also takes conversations, so that the page links there and a sign-out may end a duty (rule O1). */
export const isVolunteerToo = ({ roles }: Staff): boolean => roles.some((role) => role !== 'admin');

export function startAdmin(me: Staff, section: Section): AdminWork {
  return {
    page: 'work',
    me,
    onDuty: false,
    leaving: null,
    section,
    people: null,
    invites: [],
    open: null,
    left: null,
    drafts: new Map(),
    terms: NEW_TERMS,
    link: null,
    comments: null,
    plan: NEW_PLAN,
    audit: { entries: null, more: false, loading: false, choice: {} },
    statistics: {
      ...{ released: null, today: null, todayFailed: false },
      choice: { kind: 'month', period: null },
    },
    doing: null,
    problem: null,
    done: null,
  };
}

/** The section that a location hash names; null if it names none. */
export function placeOf(hash: string): Section | 'person' | null {
  return [...SECTIONS, 'person' as const].find((place) => hash === `#${place}`) ?? null;
}

export function inAlphabet(people: readonly Person[]): readonly Person[] {
  return sorted(people, (one, other) => one.alias.localeCompare(other.alias));
}

/**
 * Whether this person is the only admin. The last admin cannot be removed, since nobody else could invite others (rule
 * S1).
 */
export function isLastAdmin(people: readonly Person[], id: StaffId): boolean {
  const admins = people.filter(({ roles }) => roles.includes('admin'));
  return admins.length === 1 && admins[0]?.id === id;
}

/** Returns the person with these changes applied. */
export function withChanges(person: Person, changes: StaffChanges | undefined): Person {
  return { ...person, ...(changes as Partial<Person> | undefined) };
}

/** Returns the fields of a draft that differ from the person's current values. */
export function changesOf(person: Person, draft: StaffChanges): StaffChanges {
  const differing = Object.entries(draft).filter(
    ([field, value]) => value !== undefined && !same(person[field as keyof StaffChanges], value),
  );
  return Object.fromEntries(differing);
}

/** Compares arrays as sets: the order of roles, languages and topics does not matter. */
function same(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((value) => other.includes(value));
}

/** A change of roles or of `trained` ends the person's sign-ins (rule S2). */
export function signsOut(changes: StaffChanges): boolean {
  return changes.roles !== undefined || changes.trained !== undefined;
}

/** A leader is also a volunteer: adding leader adds volunteer, and removing volunteer removes leader. */
export function withRole(roles: readonly Role[], role: Role, wanted: boolean): Role[] {
  const also: readonly Role[] = wanted
    ? role === 'leader'
      ? ['volunteer', 'leader']
      : [role]
    : role === 'volunteer'
      ? ['volunteer', 'leader']
      : [role];
  const others = roles.filter((had) => !also.includes(had));
  const now = wanted ? [...others, ...also] : others;
  return ORDER.filter((one) => now.includes(one));
}
const ORDER: readonly Role[] = ['volunteer', 'leader', 'admin'];

/** Whether the person is in training to answer seekers. A person who is only an admin answers none. */
export function inTraining({ roles, trained }: Pick<JoinTerms, 'roles' | 'trained'>): boolean {
  return !trained && roles.some((role) => role !== 'admin');
}

/** The start page for these roles. */
export function homeOf(roles: readonly Role[]): '/admin' | '/volunteer' {
  return roles.every((role) => role === 'admin') ? '/admin' : '/volunteer';
}

/** The search field appears from this number of people. */
export const SEARCH_FROM = 15;

export interface Search {
  readonly text: string;
  readonly show: 'all' | 'training' | Role;
}

export function found(people: readonly Person[], { text, show }: Search): readonly Person[] {
  const wanted = text.trim().toLocaleLowerCase();
  return people.filter(({ alias, roles, trained }) => {
    const fits =
      show === 'all' ||
      (show === 'training' ? inTraining({ roles, trained }) : roles.includes(show));
    return fits && alias.toLocaleLowerCase().includes(wanted);
  });
}
