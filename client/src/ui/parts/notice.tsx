import type { ComponentChildren } from 'preact';
import css from '../../styles/parts/notices.module.css';
import { cx } from './hooks.ts';

/** A box for text that must not be missed. `alert`: screen readers announce it at once. */
export function Notice(props: {
  readonly tone?: 'care' | 'calm' | 'danger';
  readonly alert?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <div
      class={cx(css['notice'], css[props.tone ?? 'care'])}
      role={props.alert === true ? 'alert' : undefined}
    >
      {props.children}
    </div>
  );
}
