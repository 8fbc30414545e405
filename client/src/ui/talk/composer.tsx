import type { Signal } from '../../signal.ts';
import type { TargetedKeyboardEvent } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import css from '../../styles/talk/composer.module.css';
import { Button } from '../parts/button.tsx';
import { isTouch } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { composes } from '../parts/keys.ts';
import { useI18n } from '../parts/surroundings.ts';
import { DraftBox } from './draft-box.tsx';

interface ComposerProps {
  readonly label: string;
  readonly draft: Signal<string>;
  /** Why nothing can be sent now; null if sending is possible. Writing always is. */
  readonly blocked: string | null;
  /** A hint below the box, if there is one. */
  readonly hint?: string | null;
  readonly takesFocus: boolean;
  readonly onSend: (text: string) => void;
  readonly onTyping: () => void;
}

export function Composer(props: ComposerProps) {
  const { draft, blocked } = props;
  const { words } = useI18n();
  const hintId = useId();
  // With a physical keyboard Enter sends. On a touch screen it is hit too easily, and inserts a line break.
  const sendsOnEnter = useMemo(() => !isTouch(), []);
  const hint = blocked ?? props.hint ?? (sendsOnEnter ? words.talk.enterSends : null);

  const send = (): void => {
    const text = draft.value;
    if (blocked !== null || text.trim() === '') return;
    props.onSend(text);
    draft.value = '';
  };
  const keyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes a word (Japanese, accents), Enter only ends the composition.
    if (event.key !== 'Enter' || composes(event) || event.shiftKey || !sendsOnEnter) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      class={css['composer']}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <DraftBox
        label={props.label}
        labelHidden
        draft={draft}
        hintId={hint === null ? undefined : hintId}
        takesFocus={props.takesFocus}
        sendsOnEnter={sendsOnEnter}
        onInput={props.onTyping}
        onKeyDown={keyDown}
      />
      <Button kind="main" type="submit" keepsFocus off={blocked !== null}>
        <Icon name="send" />
        {words.talk.send}
      </Button>
      <p id={hintId} class={css['hint']} data-always={blocked !== null || props.hint !== undefined}>
        {hint}
      </p>
    </form>
  );
}
