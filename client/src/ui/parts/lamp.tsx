import css from '../../styles/parts/lamp.module.css';
import { cx } from './hooks.ts';

/** The window of `LampScene` as a small logo. */
export function LampMark({ lit }: { readonly lit: boolean }) {
  return (
    <svg class={cx(css['mark'], lit && css['lit'])} viewBox="0 0 24 24" aria-hidden="true">
      <rect class={css['markFrame']} x="3" y="2" width="18" height="20" rx="2.5" />
      <path class={css['markPane']} d="M6 5h5v5H6zM13 5h5v5h-5zM6 12h5v7H6zM13 12h5v7h-5z" />
    </svg>
  );
}
