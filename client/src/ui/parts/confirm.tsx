import type { ComponentChildren } from 'preact';
import type { RefObject } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import css from '../../styles/parts/confirm.module.css';
import { Button } from './button.tsx';
import { isEscape } from './keys.ts';

interface ConfirmProps {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
  /** The button that asked: it has the focus again after *no*, once it is drawn. */
  readonly asker?: RefObject<HTMLButtonElement | null>;
  /** Yes is not possible yet; the text says why. */
  readonly yesOff?: boolean;
  readonly children?: ComponentChildren;
}

/**
 * A question in the page itself. No dialog: nothing else is shut off meanwhile, least of all
 * *Leave this page* (rule U3). Both answers weigh the same.
 */
export function Confirm(props: ConfirmProps) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    heading.current?.focus();
    // After *Back* the browser scrolls to where it was, once this is drawn.
    const frame = requestAnimationFrame(() => heading.current?.scrollIntoView({ block: 'center' }));
    return () => cancelAnimationFrame(frame);
  }, []);
  const no = (): void => {
    props.onNo();
    // The button is back only after the next render.
    requestAnimationFrame(() => props.asker?.current?.focus());
  };
  return (
    <section
      class={css['confirm']}
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (isEscape(event)) no();
      }}
    >
      <h2 id={id} class={css['title']} tabindex={-1} ref={heading}>
        {props.title}
      </h2>
      <p>{props.text}</p>
      {props.children}
      <div class={css['answers']}>
        <Button onPress={no}>{props.no}</Button>
        <Button onPress={props.onYes} off={props.yesOff ?? false}>
          {props.yes}
        </Button>
      </div>
    </section>
  );
}
