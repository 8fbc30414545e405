import { useId } from 'preact/hooks';
import css from '../../styles/parts/shell.module.css';
import { LOCALES, addressIn } from '../../i18n/locales.ts';
import { Icon } from './icons.tsx';
import { useI18n, useSurroundings } from './surroundings.ts';

/** The other languages, each in its own name, behind one button. Links, so that one can also copy or open them. */
export function LanguageSwitch() {
  const { speak } = useSurroundings();
  const { locale, locales, words } = useI18n();
  const id = useId();
  return (
    <nav class={css['languages']} aria-label={words.languages}>
      <button type="button" class={css['more']} popovertarget={id}>
        <Icon name="globe" />
        <span class={css['moreText']}>{LOCALES[locale].name}</span>
      </button>
      <ul id={id} class={css['names']} popover="auto">
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
                  // Gives the focus back to the button.
                  event.currentTarget.closest('ul')?.hidePopover();
                  speak(other);
                }}
              >
                {LOCALES[other].name}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}
