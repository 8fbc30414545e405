/** The frame of every staff screen: the skip link, the emergency line, the language switch. */
import type { ComponentChildren, Ref } from 'preact';
import css from '../../styles/parts/staff-shell.module.css';
import { Boundary, Broken } from './boundary.tsx';
import { Emergency } from './emergency.tsx';
import { cx } from './hooks.ts';
import { LampMark } from './lamp.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { useI18n } from './surroundings.ts';

interface StaffShellProps {
  /** A class of the page, for its own layout. */
  readonly look?: string | undefined;
  readonly lit: boolean;
  /** Controls for the signed-in staff member; false without a staff session. */
  readonly self: ComponentChildren;
  /** The page's navigation, below the bar. */
  readonly parts?: ComponentChildren;
  readonly main: Ref<HTMLElement>;
  readonly children: ComponentChildren;
}

export function StaffShell({ look, lit, self, parts, main, children }: StaffShellProps) {
  const { words } = useI18n();
  return (
    <div class={cx(css['shell'], look)}>
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <header class={css['header']}>
        <span class={css['brand']}>
          <LampMark lit={lit} />
          <span>{words.brand}</span>
        </span>
        <Emergency />
        <LanguageSwitch />
        {self !== false && <div class={css['self']}>{self}</div>}
        {parts}
      </header>
      <main id="main" class={css['main']} tabindex={-1} ref={main}>
        <Boundary fallback={<Broken />}>{children}</Boundary>
      </main>
    </div>
  );
}
