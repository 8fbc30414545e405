/** The admin's page: what it shows, as plain data, and what can be known from that. Pure. */
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
import type { EntryView } from './entry.ts';
import { sorted } from '../lists.ts';

/** The parts of the page. One's own account is shown over them, as on the volunteer's. */
export const SECTIONS = ['staff', 'invite', 'comments', 'audit'] as const;
export type Section = (typeof SECTIONS)[number];

export interface JoinTerms extends Omit<Extract<InviteTerms, { kind: 'join' }>, 'kind'> {
  /** As it is being written; empty: none. */
  readonly note: string;
}
/** What an invite is when nothing was chosen yet. */
export const NEW_TERMS: JoinTerms = { roles: ['volunteer'], trained: false, note: '' };
/** Which entries the log shows; where it goes on is the page's own affair. */
export type AuditChoice = Omit<AuditFilter, 'before'>;

/** What was asked for and is not answered yet: one thing at a time. */
export type Doing =
  | { readonly what: 'invite' }
  | { readonly what: 'save' | 'revoke' | 'recover'; readonly id: StaffId }
  | { readonly what: 'withdraw'; readonly id: OpenInvite['id'] };

/** Why something came to nothing. It is shown where it was asked for. */
export interface Problem {
  readonly of: Doing['what'] | 'staff' | 'comments' | 'audit';
  /** `offline`: this device has no network. */
  readonly code: ErrorCode | 'offline';
  /** With `rate_limited`: when it is worth another try. */
  readonly retryAt: number | null;
}

/** What has been done, to be told once. */
export type Done =
  | { readonly what: 'saved'; readonly alias: string; readonly signedOut: boolean }
  | { readonly what: 'revoked'; readonly alias: string }
  | { readonly what: 'withdrawn' };

/** A one-time link, while the screen that made it is open. `alias`: whose new passkeys it is for. */
export interface NewLink {
  readonly address: string;
  readonly expiresAt: number;
  readonly alias: string | null;
  /** Whom it is for, as the admin wrote; empty: nothing. */
  readonly note: string;
}

export interface AuditLog {
  /** Null until the first page is there. */
  readonly entries: readonly AuditEntry[] | null;
  readonly more: boolean;
  readonly loading: boolean;
  readonly choice: AuditChoice;
}

export interface AdminWork {
  readonly page: 'work';
  readonly me: Staff;
  /** As the service said last (rule I2). */
  readonly onDuty: boolean;
  /** Asked before the sign-out: what those who wait would miss (rule O9). */
  readonly leaving: Leaves | null;
  readonly section: Section;
  /** Null until they are there. */
  readonly people: readonly Person[] | null;
  readonly invites: readonly OpenInvite[];
  /** Whose form is open. */
  readonly open: StaffId | null;
  /** Whose form was open before: where the focus goes back to. */
  readonly left: StaffId | null;
  /** What is changed in forms and not saved; it stays while one looks elsewhere. */
  readonly drafts: ReadonlyMap<StaffId, StaffChanges>;
  /** What the next invite is to make of somebody. */
  readonly terms: JoinTerms;
  readonly link: NewLink | null;
  /** What seekers wrote after conversations, as released; null until it is there. */
  readonly comments: readonly string[] | null;
  readonly audit: AuditLog;
  readonly doing: Doing | null;
  readonly problem: Problem | null;
  readonly done: Done | null;
}

export type AdminView =
  /** `kept`: what was begun before the sign-in ended is still there. */
  | { readonly page: 'entry'; readonly entry: EntryView; readonly kept: boolean }
  | { readonly page: 'not-admin'; readonly me: Staff }
  | AdminWork;

export interface AdminActions {
  go(section: Section): void;
  openPerson(id: StaffId): void;
  closePerson(): void;
  /** Lays changes over those that are not saved yet. */
  edit(id: StaffId, changes: StaffChanges): void;
  /** Forgets the changes that are not saved. */
  undo(id: StaffId): void;
  save(id: StaffId): void;
  revoke(id: StaffId): void;
  recover(id: StaffId): void;
  /** What the next invite is to be. */
  choose(terms: JoinTerms): void;
  invite(): void;
  withdraw(id: OpenInvite['id']): void;
  /** The link is no longer on the screen, nor anywhere here. */
  forget(): void;
  filter(choice: AuditChoice): void;
  /** Older entries. */
  more(): void;
  /** What is shown here may be old. */
  refresh(): void;
  dismiss(): void;
  /** Asks first where somebody who waits would miss it. */
  signOut(): void;
  signOutAnyway(): void;
  stay(): void;
}

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
    audit: { entries: null, more: false, loading: false, choice: {} },
    doing: null,
    problem: null,
    done: null,
  };
}

/** The place in the page that an address names; null if it names none. */
export function placeOf(hash: string): Section | 'person' | null {
  return [...SECTIONS, 'person' as const].find((place) => hash === `#${place}`) ?? null;
}

export function inAlphabet(people: readonly Person[]): readonly Person[] {
  return sorted(people, (one, other) => one.alias.localeCompare(other.alias));
}

/** Nobody else could let anybody in: such a person stays (rule S1). */
export function isLastAdmin(people: readonly Person[], id: StaffId): boolean {
  const admins = people.filter(({ roles }) => roles.includes('admin'));
  return admins.length === 1 && admins[0]?.id === id;
}

/** Somebody as they would be with these changes. */
export function withChanges(person: Person, changes: StaffChanges | undefined): Person {
  return { ...person, ...(changes as Partial<Person> | undefined) };
}

/** Of what is laid over somebody, what differs from how they are. */
export function changesOf(person: Person, draft: StaffChanges): StaffChanges {
  const differing = Object.entries(draft).filter(
    ([field, value]) => value !== undefined && !same(person[field as keyof StaffChanges], value),
  );
  return Object.fromEntries(differing);
}

/** Roles, languages and topics are sets. */
function same(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((value) => other.includes(value));
}

/** New roles, and being trained or no longer, end the person's sign-ins (rule S2). */
export function signsOut(changes: StaffChanges): boolean {
  return changes.roles !== undefined || changes.trained !== undefined;
}

/** A leader is a volunteer too: one comes with the other, and goes with it. */
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

/** On the way to answering seekers; an admin alone answers nobody. */
export function inTraining({ roles, trained }: Pick<JoinTerms, 'roles' | 'trained'>): boolean {
  return !trained && roles.some((role) => role !== 'admin');
}

/** The page at which somebody with these roles begins. */
export function homeOf(roles: readonly Role[]): '/admin' | '/volunteer' {
  return roles.every((role) => role === 'admin') ? '/admin' : '/volunteer';
}

/** More than these are worth a search. */
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
