import type { ComponentChildren, Ref, TargetedMouseEvent } from 'preact';
import css from '../../styles/parts/button.module.css';
import { cx } from './hooks.ts';

interface ButtonProps {
  readonly kind?: 'main' | 'plain' | 'quiet' | 'lamp' | 'night';
  readonly large?: boolean;
  readonly type?: 'button' | 'submit';
  /** Cannot be used now, but can be found and read, with the reason named by `describedBy`. */
  readonly off?: boolean;
  readonly describedBy?: string | undefined;
  /** Pressing it leaves the focus where it is: a phone's keyboard stays open. */
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
