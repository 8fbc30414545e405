import type { Signal } from '../../signal.ts';
import { MESSAGE_MAX_CHARS } from '@terskel/shared/limits';
import type { TargetedKeyboardEvent } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import css from '../../styles/talk/composer.module.css';
import { PRIVATE_BOX } from '../parts/private-box.ts';
import { useValue } from '../parts/signals.ts';
import { useI18n } from '../parts/surroundings.ts';

interface DraftBoxProps {
  readonly label: string;
  readonly draft: Signal<string>;
  readonly hintId?: string | undefined;
  /** The label is for screen readers only; sighted users get it as the placeholder. */
  readonly labelHidden?: boolean;
  readonly takesFocus?: boolean;
  readonly sendsOnEnter?: boolean;
  readonly onInput?: () => void;
  readonly onKeyDown?: (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => void;
}

/** From this length on, the box shows how many characters are left. */
const NEARLY_FULL_CHARS = MESSAGE_MAX_CHARS - 300;

/** The message box. It grows with the text and keeps the text only in the page. */
export function DraftBox(props: DraftBoxProps) {
  const { draft } = props;
  const text = useValue(draft);
  const i18n = useI18n();
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const area = box.current;
    if (area === null) return;
    area.style.height = 'auto';
    // A placeholder must not make the box grow.
    if (text === '') return;
    // `scrollHeight` excludes the border.
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  }, [text]);
  useLayoutEffect(() => {
    const area = box.current;
    if (props.takesFocus !== true || area === null) return;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  }, [props.takesFocus]);
  const left = MESSAGE_MAX_CHARS - text.length;
  return (
    <div class={css['field']}>
      <label for={id} class={props.labelHidden === true ? 'heard' : css['label']}>
        {props.label}
      </label>
      <textarea
        id={id}
        ref={box}
        class={css['box']}
        rows={1}
        // An empty box follows the page's direction: `auto` would put the caret on the left.
        dir={text === '' ? undefined : 'auto'}
        // Replaces the hidden label for sighted users.
        placeholder={props.labelHidden === true ? props.label : undefined}
        maxlength={MESSAGE_MAX_CHARS}
        autocomplete="off"
        {...PRIVATE_BOX}
        enterkeyhint={props.sendsOnEnter === true ? 'send' : 'enter'}
        aria-describedby={props.hintId}
        value={text}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
          props.onInput?.();
        }}
        onKeyDown={props.onKeyDown}
      />
      {text.length > NEARLY_FULL_CHARS && (
        <p class={css['left']}>{i18n.plural(i18n.words.talk.charactersLeft, left)}</p>
      )}
    </div>
  );
}
