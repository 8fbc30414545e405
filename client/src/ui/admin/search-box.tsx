import type { Signal } from '../../signal.ts';
import { useId } from 'preact/hooks';
import type { Search } from '../../state/admin.ts';
import css from '../../styles/admin/fields.module.css';
import { useAdminI18n } from './admin-words.ts';

const SHOWN: readonly Search['show'][] = ['all', 'training', 'volunteer', 'leader', 'admin'];

/** Filters the list of staff while typing. The number of hits is announced politely. */
export function SearchBox(props: { readonly search: Signal<Search>; readonly hits: number }) {
  const i18n = useAdminI18n();
  const { staff, roles } = i18n.admin;
  const { search } = props;
  const ids = { text: useId(), show: useId() };
  const names: Record<Search['show'], string> = {
    all: staff.all,
    training: staff.inTraining,
    ...roles,
  };
  return (
    <search class={css['line']}>
      <div class={css['field']}>
        <label for={ids.text}>{staff.search}</label>
        <input
          id={ids.text}
          type="search"
          autocomplete="off"
          spellcheck={false}
          value={search.value.text}
          onInput={(event) => {
            search.value = { ...search.value, text: event.currentTarget.value };
          }}
        />
      </div>
      <div class={css['field']}>
        <label for={ids.show}>{staff.show}</label>
        <select
          id={ids.show}
          value={search.value.show}
          onChange={(event) => {
            search.value = { ...search.value, show: event.currentTarget.value as Search['show'] };
          }}
        >
          {SHOWN.map((show) => (
            <option key={show} value={show}>
              {names[show]}
            </option>
          ))}
        </select>
      </div>
      <p role="status" class={css['hits']}>
        {props.hits === 0 ? staff.noHits : i18n.plural(staff.hits, props.hits)}
      </p>
    </search>
  );
}
