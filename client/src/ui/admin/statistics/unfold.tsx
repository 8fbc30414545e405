import type { ComponentChildren } from 'preact';
import css from '../../../styles/admin/plots.module.css';
import { useFigures } from './words.ts';

/** A table that can be opened. It scrolls by itself where it is too wide, also by keyboard. */
export function Unfold(props: { readonly title: string; readonly children: ComponentChildren }) {
  const { words } = useFigures();
  return (
    <details class={css['details']}>
      <summary>
        {words.table}
        <span class="heard">{`: ${props.title}`}</span>
      </summary>
      <div class={css['scroll']} role="region" aria-label={words.tableOf(props.title)} tabindex={0}>
        {props.children}
      </div>
    </details>
  );
}
