/** What stands around every screen of the staff's pages: the way to the content, the emergency line, the languages. */
import type { ComponentChildren, Ref } from 'preact';
import css from '../../styles/parts/staff-shell.module.css';
import { Boundary, Broken } from './boundary.tsx';
import { Emergency } from './emergency.tsx';
import { cx } from './hooks.ts';
import { LampMark } from './lamp.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { useI18n } from './surroundings.ts';

interface StaffShellProps {
  /** Of the page, for what it lays out its own way. */
  readonly look?: string | undefined;
  readonly lit: boolean;
  /** What is for whoever is signed in; false: nobody is. */
  readonly self: ComponentChildren;
  /** Beneath all that, the page's parts. */
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
