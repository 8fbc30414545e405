import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';
import css from '../../styles/parts/choice.module.css';

interface ChoiceProps<Value extends string | number | null> {
  readonly legend: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Signal<Value>;
}

/** One of a few, as radio buttons that look like slips of paper. */
export function Choice<Value extends string | number | null>(props: ChoiceProps<Value>) {
  const name = useId();
  return (
    <fieldset class={css['choice']}>
      <legend class={css['legend']}>{props.legend}</legend>
      <div class={css['options']}>
        {props.options.map(({ value, label }) => (
          <label key={String(value)} class={css['option']}>
            <input
              type="radio"
              name={name}
              checked={props.value.value === value}
              onChange={() => {
                props.value.value = value;
              }}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
