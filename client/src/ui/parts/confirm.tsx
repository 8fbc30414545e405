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
  /** The button that opened the question. It gets the focus back after *no*, once it is drawn again. */
  readonly asker?: RefObject<HTMLButtonElement | null>;
  /** *Yes* is not possible yet; `text` says why. */
  readonly yesOff?: boolean;
  readonly children?: ComponentChildren;
}

/**
 * A confirmation inside the page. It is not a modal dialog, so that everything else stays usable, above all *Leave this
 * page* (rule U3). Both answers look equally important.
 */
export function Confirm(props: ConfirmProps) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    heading.current?.focus();
    // After *Back* the browser restores the scroll position once this is drawn, so scroll after that.
    const frame = requestAnimationFrame(() => heading.current?.scrollIntoView({ block: 'center' }));
    return () => cancelAnimationFrame(frame);
  }, []);
  const no = (): void => {
    props.onNo();
    // The button exists again only after the next render.
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
