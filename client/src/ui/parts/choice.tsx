import type { Signal } from '../../signal.ts';
import { useId } from 'preact/hooks';
import css from '../../styles/parts/choice.module.css';

interface Option<Value> {
  readonly value: Value;
  readonly label: string;
  /** The language of the label, if it differs from the page's. */
  readonly lang?: string;
}

interface ChoiceProps<Value extends string | number | null> {
  readonly legend: string;
  /** Why the question is asked. */
  readonly hint?: string;
  readonly options: readonly Option<Value>[];
  readonly value: Signal<Value>;
}

/** A choice of one option: radio buttons styled as slips of paper. */
export function Choice<Value extends string | number | null>(props: ChoiceProps<Value>) {
  const name = useId();
  return (
    <fieldset class={css['choice']}>
      <legend class={css['legend']}>
        {props.legend}
        {props.hint !== undefined && <small>{props.hint}</small>}
      </legend>
      <div class={css['options']}>
        {props.options.map(({ value, label, lang }) => (
          <label key={String(value)} class={css['option']}>
            <input
              type="radio"
              name={name}
              checked={props.value.value === value}
              onChange={() => {
                props.value.value = value;
              }}
            />
            <span lang={lang} data-none={value === null}>
              {label}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
