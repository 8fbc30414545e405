import type { Signal } from '../../signal.ts';
import { useId } from 'preact/hooks';
import field from '../../styles/entry/field.module.css';
import css from '../../styles/parts/choice.module.css';

interface ChoicesProps<Value extends string> {
  readonly legend: string;
  readonly hint?: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  /** Kept in the order of the options. */
  readonly chosen: Signal<Value[]>;
  /** The error message; empty if there is none. */
  readonly wrong?: string;
}

/** A choice of any number of options: check boxes styled as slips of paper. */
export function Choices<Value extends string>(props: ChoicesProps<Value>) {
  const { options, chosen, hint, wrong = '' } = props;
  const ids = { hint: useId(), wrong: useId() };
  const flip = (value: Value): void => {
    const is = new Set(chosen.value);
    if (!is.delete(value)) is.add(value);
    chosen.value = options.map((option) => option.value).filter((one) => is.has(one));
  };
  return (
    <fieldset
      class={css['choice']}
      aria-describedby={hint === undefined ? ids.wrong : `${ids.hint} ${ids.wrong}`}
    >
      <legend class={css['legend']}>{props.legend}</legend>
      {hint !== undefined && (
        <p id={ids.hint} class={field['hint']}>
          {hint}
        </p>
      )}
      <div class={css['options']}>
        {options.map(({ value, label }) => (
          <label key={value} class={css['option']}>
            <input
              type="checkbox"
              checked={chosen.value.includes(value)}
              onChange={() => flip(value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      <span id={ids.wrong} class={field['wrong']} role="alert">
        {wrong}
      </span>
    </fieldset>
  );
}
