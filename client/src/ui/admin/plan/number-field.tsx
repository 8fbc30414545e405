import { useId } from 'preact/hooks';
import { type FieldName, FIELDS, type Field, type Value } from '../../../state/plan/fields.ts';
import fields from '../../../styles/admin/fields.module.css';
import css from '../../../styles/admin/plan/form.module.css';
import { usePlanText } from './plan-words.ts';

interface NumberFieldProps {
  readonly name: FieldName;
  readonly unit: string;
  readonly hint?: string | undefined;
  /** What was written; undefined: nothing yet. */
  readonly text: string | undefined;
  readonly value: Value;
  /** The least value that fits here, if it is more than the field's own. */
  readonly least?: number;
  /** Whether faults are shown. */
  readonly strict: boolean;
  readonly onInput: (text: string) => void;
}

/** One number with its unit, where it comes from, and what is wrong with it. */
export function NumberField(props: NumberFieldProps) {
  const { name, unit, hint, value, strict } = props;
  const { words, number } = usePlanText();
  const ids = { hint: useId(), error: useId(), unit: useId() };
  const field: Field = FIELDS[name];
  const wrong = strict && value.wrong;
  const range =
    field.optional !== true
      ? words.range
      : field.whole === true
        ? words.wholeOrNone
        : words.rangeOrNone;
  const shown = props.text ?? (value.value === null ? '' : number(value.value));
  return (
    <div class={fields['field']}>
      <label for={`plan-${name}`}>{words.fields[name]}</label>
      {hint !== undefined && (
        <span id={ids.hint} class={fields['hint']}>
          {hint}
        </span>
      )}
      <span class={css['value']}>
        <input
          id={`plan-${name}`}
          type="text"
          inputmode="decimal"
          autocomplete="off"
          maxlength={8}
          aria-describedby={`${ids.unit} ${ids.hint} ${ids.error}`}
          aria-invalid={wrong ? 'true' : undefined}
          value={shown}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
        <span id={ids.unit} class={css['unit']}>
          {unit}
          {shown !== '' && (
            <span class={css['source']} data-source={value.source}>
              <span class="heard">, </span>
              {words.sources[value.source]}
            </span>
          )}
        </span>
      </span>
      <span id={ids.error} class={fields['error']}>
        {wrong && range(number(props.least ?? field.least), number(field.most))}
      </span>
    </div>
  );
}
