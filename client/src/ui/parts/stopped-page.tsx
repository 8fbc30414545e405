import type { ComponentChildren } from 'preact';
import css from '../../styles/parts/plain-page.module.css';
import { Button } from './button.tsx';
import { useHeadingFocus } from './hooks.ts';

interface StoppedPageProps {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly onAction: () => void;
  readonly children?: ComponentChildren;
}

/** Shown when the page cannot continue without a press by the user. */
export function StoppedPage(props: StoppedPageProps) {
  const heading = useHeadingFocus(true);
  return (
    <div class={css['page']}>
      <h1 tabindex={-1} ref={heading}>
        {props.title}
      </h1>
      <p class={css['text']}>{props.text}</p>
      <Button kind="main" large onPress={props.onAction}>
        {props.action}
      </Button>
      {props.children}
    </div>
  );
}

/** Reloads the page, which also loads its newest version. */
export function reload(): void {
  location.reload();
}
