/** Describes an audit log entry: a sentence, and the changed fields as text. */
import { Language, Role, Topic } from '@terskel/shared/models';
import type { AuditEntry } from '@terskel/shared/staff';
import type { AdminI18n } from '../../i18n/admin/i18n.ts';
import { trainingWords } from './person-parts.tsx';

export interface Change {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** The entry as one sentence: who did what to whom. */
export function sentence(entry: AuditEntry, i18n: AdminI18n): string {
  const { audit } = i18n.admin;
  const { said } = audit;
  const by = entry.by?.alias ?? audit.operator;
  const about = entry.about?.alias ?? audit.somebody;
  switch (entry.what) {
    case 'invite.made': {
      if (entry.about !== null) return said.recovery(by, about);
      return noted(said.invited(by, termsOf(entry.after, i18n)), entry.after);
    }
    case 'invite.withdrawn':
      if (entry.about !== null) return said.withdrewFrom(by, about);
      return noted(said.withdrew(by, termsOf(entry.before, i18n)), entry.before);
    case 'staff.joined': {
      const inviter = entry.after?.['invitedBy'];
      const joined = said.joined(about, termsOf(entry.after, i18n));
      return typeof inviter === 'string' ? said.invitedBy(joined, inviter) : joined;
    }
    case 'staff.recovered':
      return said.recovered(about);
    case 'staff.changed':
      return changed(entry, by, about, i18n);
    case 'staff.revoked':
      return said.revoked(by, about);
    case 'passkey.added':
      return said.passkeyAdded(by);
    case 'passkey.renamed':
      return said.passkeyRenamed(by);
    case 'passkey.removed':
      return said.passkeyRemoved(by);
    case 'settings.changed':
      return said.settings(by);
    case 'ledger.restored':
      return said.restored;
  }
}

/** Appends the invite's note, which distinguishes it from other invites. */
function noted(text: string, fields: AuditEntry['after']): string {
  const note = fields?.['note'];
  return typeof note === 'string' ? `${text} (${note})` : text;
}

/** A change of a single important field gets its own sentence; others get a general one. */
function changed(entry: AuditEntry, by: string, about: string, i18n: AdminI18n): string {
  const { said } = i18n.admin.audit;
  const { rolesInText } = i18n.admin;
  // When a role is removed, the invites that it made are withdrawn too; that is not a change of its own.
  const fields = Object.keys(entry.after ?? {}).filter((field) => field !== 'invites');
  const [field] = fields;
  if (fields.length === 1 && field === 'trained') {
    return entry.after?.['trained'] === true ? said.trained(by, about) : said.untrained(by, about);
  }
  if (fields.length === 1 && field === 'roles') {
    const had = rolesOf(entry.before?.['roles']) ?? [];
    const has = rolesOf(entry.after?.['roles']) ?? [];
    const more = has.filter((role) => !had.includes(role));
    const less = had.filter((role) => !has.includes(role));
    // A leader is also a volunteer, so only the highest role is named.
    const [gained] = more.slice(-1);
    const [lost] = less.slice(-1);
    if (gained !== undefined && lost === undefined)
      return said.made(by, about, rolesInText[gained]);
    if (lost !== undefined && gained === undefined)
      return said.unmade(by, about, rolesInText[lost]);
  }
  return entry.by?.id === entry.about?.id ? said.changedSelf(by) : said.changed(by, about);
}

/**
 * The changed fields with their old and new values. Empty for things that were created or removed: their sentence says
 * it.
 */
export function changes(entry: AuditEntry, i18n: AdminI18n): Change[] {
  const { audit } = i18n.admin;
  if (entry.before === null || entry.after === null) return [];
  const fields = new Set([...Object.keys(entry.before), ...Object.keys(entry.after)]);
  const known: Readonly<Record<string, string>> = audit.fields;
  return [...fields]
    .filter((field) => field in known || entry.what === 'settings.changed')
    .map((field) => ({
      field: fieldWords(entry, field, i18n),
      before: valueWords(field, entry.before?.[field], i18n),
      after: valueWords(field, entry.after?.[field], i18n),
    }));
}

/** The name of a field. Some field names differ in meaning between staff and settings. */
function fieldWords({ what }: AuditEntry, field: string, { admin }: AdminI18n): string {
  const settings: Readonly<Record<string, string>> = admin.audit.settings;
  const fields: Readonly<Record<string, string>> = admin.audit.fields;
  return (what === 'settings.changed' ? settings : fields)[field] ?? field;
}

function valueWords(field: string, value: unknown, i18n: AdminI18n): string {
  const { staff, audit } = i18n.admin;
  if (value === undefined || value === null) return audit.nothing;
  if (field === 'trained') return value === true ? staff.trained : staff.inTraining;
  if (field === 'roles') return names(rolesOf(value) ?? [], i18n);
  if (field === 'topics' && Array.isArray(value) && value.length === 0) return staff.allTopics;
  if (Array.isArray(value)) {
    return value.length === 0 ? audit.nothing : value.map((one) => itemWords(one, i18n)).join(', ');
  }
  if (typeof value === 'boolean') return value ? audit.yes : audit.no;
  if (field.endsWith('Ms') && typeof value === 'number') return i18n.minutes(value);
  return plainWords(value, i18n);
}

function itemWords(item: unknown, i18n: AdminI18n): string {
  const language = Language.safeParse(item);
  if (language.success) return i18n.languageName(language.data);
  const topic = Topic.safeParse(item);
  if (topic.success) return i18n.words.topics[topic.data];
  return plainWords(item, i18n);
}

/** Any value as text, part by part, never as JSON. */
function plainWords(value: unknown, i18n: AdminI18n): string {
  const { nothing } = i18n.admin.audit;
  if (value === null || value === undefined) return nothing;
  if (Array.isArray(value)) {
    return value.length === 0 ? nothing : value.map((one) => plainWords(one, i18n)).join(', ');
  }
  if (typeof value === 'object') {
    const parts = Object.entries(value).map(([name, part]) => partWords(name, part, i18n));
    return parts.length === 0 ? nothing : parts.join('; ');
  }
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : nothing;
}

function partWords(name: string, value: unknown, i18n: AdminI18n): string {
  const { parts, weekdays } = i18n.admin.audit;
  const known: Readonly<Record<string, string>> = parts;
  if (name === 'week' && Array.isArray(value)) {
    return value
      .map((day, index) => `${weekdays[index] ?? ''} ${plainWords(day, i18n)}`)
      .join('; ');
  }
  if (name.endsWith('Ms') && typeof value === 'number') {
    return `${known[name] ?? name}: ${i18n.minutes(value)}`;
  }
  return `${known[name] ?? name}: ${plainWords(value, i18n)}`;
}

function rolesOf(value: unknown): Role[] | null {
  if (!Array.isArray(value)) return null;
  return value.flatMap((one) => {
    const role = Role.safeParse(one);
    return role.success ? [role.data] : [];
  });
}

/** What an invite gives, such as *volunteer, in training*. */
function termsOf(fields: AuditEntry['after'], i18n: AdminI18n): string {
  const roles = rolesOf(fields?.['roles']) ?? [];
  const training = trainingWords({ roles, trained: fields?.['trained'] === true }, i18n);
  return [names(roles, i18n), training.toLocaleLowerCase()].join(', ');
}

function names(roles: readonly Role[], i18n: AdminI18n): string {
  if (roles.length === 0) return i18n.admin.audit.nothing;
  return i18n.list(roles.map((role) => i18n.admin.roles[role].toLocaleLowerCase()));
}
