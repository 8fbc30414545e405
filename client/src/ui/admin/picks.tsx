import { useId } from 'preact/hooks';
import css from '../../styles/admin/picks.module.css';
import { Icon } from '../parts/icons.tsx';

interface PicksProps<Value extends string | number> {
  readonly legend: string;
  readonly hint?: string;
  /** True: any number of options; false: exactly one. */
  readonly many?: boolean;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: Value[]) => void;
  readonly error?: string | undefined;
  /** The id of the first input, as the target of an error link. */
  readonly firstId?: string;
}

/** A choice among a few options, styled as slips of paper. Chosen options have a tick as well as a colour. */
export function Picks<Value extends string | number>(props: PicksProps<Value>) {
  const { options, chosen, many = false, error } = props;
  const ids = { hint: useId(), error: useId(), name: useId() };
  const change = (value: Value, wanted: boolean): void => {
    const now = many ? (wanted ? [...chosen, value] : without(chosen, value)) : [value];
    props.onChange(options.map((one) => one.value).filter((one) => now.includes(one)));
  };
  return (
    <fieldset class={css['picks']} aria-describedby={`${ids.hint} ${ids.error}`}>
      <legend class={css['legend']}>{props.legend}</legend>
      {props.hint !== undefined && (
        <p id={ids.hint} class={css['hint']}>
          {props.hint}
        </p>
      )}
      <div class={css['slips']}>
        {options.map(({ value, label }, index) => (
          <label key={value} class={css['slip']}>
            <input
              id={index === 0 ? props.firstId : undefined}
              type={many ? 'checkbox' : 'radio'}
              name={ids.name}
              checked={chosen.includes(value)}
              aria-invalid={error === undefined ? undefined : 'true'}
              onChange={(event) => change(value, event.currentTarget.checked)}
            />
            <span>
              <Icon name="check" />
              {label}
            </span>
          </label>
        ))}
      </div>
      <p id={ids.error} class={css['error']}>
        {error}
      </p>
    </fieldset>
  );
}

const without = <Value,>(values: readonly Value[], gone: Value): Value[] =>
  values.filter((value) => value !== gone);
