import type { Role } from '@terskel/shared/models';
import { useId } from 'preact/hooks';
import { withRole } from '../../state/admin.ts';
import css from '../../styles/admin/picks.module.css';
import { useAdminI18n } from './admin-words.ts';

interface RowProps {
  readonly type: 'checkbox' | 'radio';
  readonly name?: string;
  readonly id?: string | undefined;
  readonly title: string;
  /** One sentence that explains the option. */
  readonly about: string;
  readonly checked: boolean;
  /** Why the option cannot be changed; null if it can. It stays focusable and readable. */
  readonly fixed?: string | null;
  readonly invalid?: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** One option, with its explanation below. */
export function Row(props: RowProps) {
  const { fixed = null } = props;
  const ids = { title: useId(), about: useId() };
  return (
    <label class={css['row']} data-fixed={fixed !== null}>
      <input
        id={props.id}
        type={props.type}
        name={props.name}
        checked={props.checked}
        aria-labelledby={ids.title}
        aria-describedby={ids.about}
        aria-disabled={fixed === null ? undefined : 'true'}
        aria-invalid={props.invalid === true ? 'true' : undefined}
        onClick={(event) => {
          if (fixed !== null) event.preventDefault();
        }}
        onChange={(event) => {
          if (fixed === null) props.onChange(event.currentTarget.checked);
        }}
      />
      <span id={ids.title} class={css['title']}>
        {props.title}
      </span>
      <span id={ids.about} class={css['about']}>
        {props.about}
        {fixed !== null && <strong> {fixed}</strong>}
      </span>
    </label>
  );
}

const ROLES: readonly Role[] = ['volunteer', 'leader', 'admin'];

interface RoleRowsProps {
  readonly roles: readonly Role[];
  readonly onChange: (roles: Role[]) => void;
  readonly lastAdmin?: boolean;
  readonly error?: string | undefined;
  readonly firstId?: string;
}

/** The roles, each with what it allows and what it never shows (rule S3). */
export function RoleRows(props: RoleRowsProps) {
  const { admin } = useAdminI18n();
  const ids = { hint: useId(), error: useId() };
  return (
    <fieldset class={css['picks']} aria-describedby={`${ids.hint} ${ids.error}`}>
      <legend class={css['legend']}>{admin.person.roles}</legend>
      <p id={ids.hint} class={css['hint']}>
        {admin.person.rolesHint}
      </p>
      <div class={css['rows']}>
        {ROLES.map((role, index) => (
          <Row
            key={role}
            id={index === 0 ? props.firstId : undefined}
            type="checkbox"
            title={admin.roles[role]}
            about={admin.rolesAbout[role]}
            checked={props.roles.includes(role)}
            fixed={role === 'admin' && props.lastAdmin === true ? admin.person.lastAdmin : null}
            invalid={props.error !== undefined}
            onChange={(wanted) => props.onChange(withRole(props.roles, role, wanted))}
          />
        ))}
      </div>
      <p id={ids.error} class={css['error']}>
        {props.error}
      </p>
    </fieldset>
  );
}
