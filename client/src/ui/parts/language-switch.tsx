import css from '../../styles/parts/shell.module.css';
import { LOCALES, LOCALE_LIST, addressIn } from '../../i18n/locales.ts';
import { useI18n, useSurroundings } from './surroundings.ts';

/** The other languages, each in its own name. Links, so that one can also copy or open them. */
export function LanguageSwitch() {
  const { speak } = useSurroundings();
  const { locale, words } = useI18n();
  return (
    <nav class={css['languages']} aria-label={words.languages}>
      {LOCALE_LIST.filter((other) => other !== locale).map((other) => (
        <a
          key={other}
          href={addressIn(other, location.href)}
          lang={other}
          hreflang={other}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            speak(other);
          }}
        >
          {LOCALES[other].name}
        </a>
      ))}
    </nav>
  );
}
