import type { ComponentChildren, Ref, TargetedMouseEvent } from 'preact';
import css from '../../styles/parts/button.module.css';
import { cx } from './hooks.ts';

interface ButtonProps {
  readonly kind?: 'main' | 'plain' | 'quiet' | 'lamp' | 'night';
  readonly large?: boolean;
  readonly type?: 'button' | 'submit';
  /**
   * Disabled but still focusable and readable (`aria-disabled`). The element named by `describedBy` gives the reason.
   */
  readonly off?: boolean;
  readonly describedBy?: string | undefined;
  /** A mouse press does not move the focus, so that a phone's on-screen keyboard stays open. */
  readonly keepsFocus?: boolean;
  readonly expanded?: boolean;
  readonly controls?: string;
  readonly buttonRef?: Ref<HTMLButtonElement>;
  readonly onPress?: () => void;
  readonly children: ComponentChildren;
}

export function Button(props: ButtonProps) {
  const { kind = 'plain', large = false, type = 'button', off = false } = props;
  const press = (event: TargetedMouseEvent<HTMLButtonElement>): void => {
    if (off) event.preventDefault();
    else props.onPress?.();
  };
  return (
    <button
      type={type}
      class={cx(css['button'], css[kind], large && css['large'])}
      aria-disabled={off ? 'true' : undefined}
      aria-describedby={props.describedBy}
      aria-expanded={props.expanded}
      aria-controls={props.controls}
      ref={props.buttonRef ?? null}
      onClick={press}
      onMouseDown={props.keepsFocus === true ? (event) => event.preventDefault() : undefined}
    >
      {props.children}
    </button>
  );
}
