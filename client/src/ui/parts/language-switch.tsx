import { useId, useRef } from 'preact/hooks';
import css from '../../styles/parts/shell.module.css';
import { LOCALES, addressIn } from '../../i18n/locales.ts';
import { Icon } from './icons.tsx';
import { useSignal } from './signals.ts';
import { useI18n, useSurroundings } from './surroundings.ts';

/** Missing in Chromium before 114 and Safari before 17. */
const HAS_POPOVER = 'popover' in HTMLElement.prototype;

/**
 * The other languages behind one button, each in its own name. They are links, so that they can be copied or opened.
 */
export function LanguageSwitch() {
  const { speak } = useSurroundings();
  const { locale, locales, words } = useI18n();
  const id = useId();
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const toggle = (): void => {
    open.value = !open.value;
  };
  const opener = HAS_POPOVER
    ? { popovertarget: id }
    : { 'aria-expanded': open.value, 'aria-controls': id, onClick: toggle };
  const list = HAS_POPOVER
    ? ({ popover: 'auto' } as const)
    : { hidden: !open.value, 'data-plain': true };
  return (
    <nav class={css['languages']} aria-label={words.languages}>
      <button type="button" class={css['more']} ref={button} {...opener}>
        <Icon name="globe" />
        <span class={css['moreText']}>{LOCALES[locale]}</span>
      </button>
      <ul id={id} class={css['names']} {...list}>
        {locales
          .filter((other) => other !== locale)
          .map((other) => (
            <li key={other}>
              <a
                href={addressIn(other, location.href)}
                lang={other}
                hreflang={other}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  // Hiding the popover returns the focus to the button.
                  if (HAS_POPOVER) event.currentTarget.closest('ul')?.hidePopover();
                  else {
                    open.value = false;
                    button.current?.focus();
                  }
                  speak(other);
                }}
              >
                {LOCALES[other]}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}
