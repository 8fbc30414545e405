import css from '../../styles/admin/fields.module.css';
import { Notice } from '../parts/notice.tsx';
import { useAdminI18n } from './admin-words.ts';
import { useFocusAtFirst } from './hooks.ts';

export interface FieldError {
  /** Of the field that it is about. */
  readonly id: string;
  readonly text: string;
}

/** What is missing, each with a way to its field; takes the focus, so that it is read. */
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
                // The address says where in the page one is; a field is no such place.
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
