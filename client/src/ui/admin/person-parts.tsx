/** Parts that the table, the cards and the form share. */
import type { Person } from '@terskel/shared/staff';
import type { AdminI18n } from '../../i18n/admin/i18n.ts';
import { inTraining } from '../../state/admin.ts';
import css from '../../styles/admin/person-parts.module.css';
import { useNow } from '../parts/hooks.ts';
import { useAdminI18n } from './admin-words.ts';
import { useFocusAtFirst } from './hooks.ts';

/** An hour (ms). The texts change only at midnight. */
const DAY_LOOK_MS = 60 * 60_000;

export interface PersonNameProps {
  readonly person: Person;
  readonly isMe: boolean;
  readonly unsaved: boolean;
  /** This staff member was open before. */
  readonly takesFocus: boolean;
  readonly onOpen: () => void;
}

/** The name as a button that opens the form. */
export function PersonName(props: PersonNameProps) {
  const { admin } = useAdminI18n();
  const { person } = props;
  const button = useFocusAtFirst<HTMLButtonElement>(props.takesFocus);
  return (
    <span class={css['name']}>
      <button type="button" ref={button} class={css['open']} onClick={props.onOpen}>
        <span class="heard">{admin.staff.open(person.alias)}</span>
        <span aria-hidden="true">{person.alias}</span>
      </button>
      {props.isMe && <span class={css['you']}>{`(${admin.staff.you})`}</span>}
      {props.unsaved && <span class={css['unsaved']}>{admin.staff.unsaved}</span>}
    </span>
  );
}

export function mayAnswer({ roles, trained }: Pick<Person, 'roles' | 'trained'>): boolean {
  return trained && roles.some((role) => role !== 'admin');
}

export function Roles({ roles }: Pick<Person, 'roles'>) {
  const { admin } = useAdminI18n();
  return (
    <ul class={css['roles']}>
      {roles.map((role) => (
        <li key={role} data-role={role}>
          {admin.roles[role]}
        </li>
      ))}
    </ul>
  );
}

/** The state of training, in words. */
export function trainingWords(
  person: Pick<Person, 'roles' | 'trained'>,
  { admin }: AdminI18n,
): string {
  if (inTraining(person)) return admin.staff.inTraining;
  return mayAnswer(person) ? admin.staff.trained : admin.staff.noTraining;
}

export function languageNames({ languages }: Pick<Person, 'languages'>, i18n: AdminI18n): string {
  return languages.map((language) => i18n.languageName(language)).join(', ');
}

export function topicNames({ topics }: Pick<Person, 'topics'>, i18n: AdminI18n): string {
  if (topics.length === 0) return i18n.admin.staff.allTopics;
  return topics.map((topic) => i18n.words.topics[topic]).join(', ');
}

/** The day of the last sign-in, with no more precision. Creating a passkey counts as a sign-in. */
export function useLastSeen(): (person: Person) => string {
  const i18n = useAdminI18n();
  const now = useNow(DAY_LOOK_MS);
  return ({ signedInAt, joinedAt, passkeys }) => {
    const at = signedInAt ?? (passkeys > 0 ? joinedAt : null);
    return at === null ? i18n.admin.staff.never : i18n.recently(at, now);
  };
}
