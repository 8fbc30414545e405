/** The widget's texts in every language. They are short, so they are bundled and need no second file. */
import ar from '../i18n/embed/ar.ts';
import en from '../i18n/embed/en.ts';
import nb from '../i18n/embed/nb.ts';
import nn from '../i18n/embed/nn.ts';
import type { Locale } from '../i18n/locales.ts';
import type { EmbedWords } from '../i18n/words.ts';

interface Row {
  readonly words: EmbedWords;
  readonly formats: string | string[];
  readonly dir: 'ltr' | 'rtl';
}

/** `formats` and `dir` equal those of each language's manner; a test compares them. */
export const EMBED: Readonly<Record<Locale, Row>> = {
  nb: { words: nb, formats: 'nb-NO', dir: 'ltr' },
  nn: { words: nn, formats: ['nn-NO', 'nb-NO'], dir: 'ltr' },
  en: { words: en, formats: 'en-GB', dir: 'ltr' },
  ar: { words: ar, formats: 'ar-u-hc-h23-nu-latn', dir: 'rtl' },
};
