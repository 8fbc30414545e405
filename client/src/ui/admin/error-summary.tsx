import css from '../../styles/admin/fields.module.css';
import { Notice } from '../parts/notice.tsx';
import { useAdminI18n } from './admin-words.ts';
import { useFocusAtFirst } from './hooks.ts';

export interface FieldError {
  /** The id of the field that has the error. */
  readonly id: string;
  readonly text: string;
}

/** Lists all errors of a form with links to their fields. It takes the focus, so that a screen reader reads it. */
export function ErrorSummary({ errors }: { readonly errors: readonly FieldError[] }) {
  const i18n = useAdminI18n();
  const heading = useFocusAtFirst<HTMLHeadingElement>();
  return (
    <Notice tone="danger">
      <h2 tabindex={-1} ref={heading}>
        {i18n.plural(i18n.admin.person.errors, errors.length)}
      </h2>
      <ul class={css['errors']}>
        {errors.map(({ id, text }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              onClick={(event) => {
                // The hash of the address names the section of the page, so a field must not change it.
                event.preventDefault();
                document.getElementById(id)?.focus();
              }}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
