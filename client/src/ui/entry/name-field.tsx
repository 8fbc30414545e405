import { ALIAS_MAX_CHARS } from '@terskel/shared/limits';
import { useId } from 'preact/hooks';
import type { Ref } from 'preact';
import css from '../../styles/entry/field.module.css';

/** A text field for a name, with its error message below. */
export function NameField(props: {
  readonly label: string;
  readonly hint?: string;
  /** The error message; empty if there is none. */
  readonly wrong: string;
  readonly value: string;
  readonly maxLength?: number;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onInput: (text: string) => void;
}) {
  const ids = { field: useId(), hint: useId(), wrong: useId() };
  const { hint, wrong } = props;
  return (
    <div class={css['field']}>
      <label for={ids.field}>{props.label}</label>
      {hint !== undefined && (
        <span id={ids.hint} class={css['hint']}>
          {hint}
        </span>
      )}
      <input
        id={ids.field}
        ref={props.inputRef ?? null}
        type="text"
        dir="auto"
        maxlength={props.maxLength ?? ALIAS_MAX_CHARS}
        autocomplete="off"
        aria-describedby={hint === undefined ? ids.wrong : `${ids.hint} ${ids.wrong}`}
        aria-invalid={wrong === '' ? undefined : 'true'}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <span id={ids.wrong} class={css['wrong']} role="alert">
        {wrong}
      </span>
    </div>
  );
}
