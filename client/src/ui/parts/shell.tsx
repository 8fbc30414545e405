/** The frame of every seeker screen: *Leave this page*, the emergency line, the language switch. */
import type { ComponentChildren } from 'preact';
import css from '../../styles/parts/shell.module.css';
import { ExitButton } from '../exit/exit-button.tsx';
import { Boundary, Broken } from './boundary.tsx';
import { Emergency } from './emergency.tsx';
import { cx, useViewport } from './hooks.ts';
import { LampMark } from './lamp.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { useI18n } from './surroundings.ts';

interface ShellProps {
  /** `screen` fills the window and scrolls inside; `page` scrolls as a whole. */
  readonly kind: 'page' | 'screen';
  readonly children: ComponentChildren;
}

export function Shell({ kind, children }: ShellProps) {
  const { words } = useI18n();
  useViewport();
  return (
    <div class={cx(css['shell'], css[kind])}>
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <header class={css['header']}>
        <span class={css['brand']}>
          <LampMark lit />
          <span>{words.brand}</span>
        </span>
        <div class={css['bar']}>
          <Emergency />
          <LanguageSwitch />
          <ExitButton />
        </div>
      </header>
      <main id="main" class={css['main']} tabindex={-1}>
        <Boundary fallback={<Broken />}>{children}</Boundary>
      </main>
    </div>
  );
}
