/**
 * The page that the server fills in: its words in every language, and the classes of the views that will take its place.
 * In `index.html` a class of a sheet is written `seeker/landing:door`.
 */
import type { Plugin } from 'vite';
import { makeI18n } from './src/i18n/i18n.ts';
import { LOCALES, LOCALE_LIST, type Locale } from './src/i18n/locales.ts';
import ar from './src/i18n/served/ar.ts';
import en from './src/i18n/served/en.ts';
import nb from './src/i18n/served/nb.ts';
import nn from './src/i18n/served/nn.ts';
import type { ServedWords } from './src/i18n/words.ts';

export const SERVED: Readonly<Record<Locale, ServedWords>> = { nb, nn, en, ar };

/** What the server knows of a language; a place for what it puts in stands as `{when}`. */
export async function wordsFor(locale: Locale) {
  const { default: words } = await LOCALES[locale].load();
  const i18n = makeI18n(locale, words);
  const presses = (left: number) => i18n.plural(words.exit.pressesLeft, left);
  const { landing, exit, emergency, manner, brand, skip } = words;
  return {
    ...{ locale, dir: manner.dir, formats: manner.formats, own: LOCALES[locale].name },
    ...{ brand, skip, languages: words.languages, emergency },
    exit: {
      ...{ button: exit.button, loading: exit.loading, cancelled: exit.cancelled },
      ...{ two: presses(2), one: presses(1) },
    },
    landing: {
      ...{ title: landing.title, heading: landing.heading },
      ...{ lead: landing.lead, promise: landing.promise, intake: landing.intake },
      ...{ othersTitle: landing.othersTitle, others: landing.others },
      opens: landing.opens('{when}'),
    },
    ...SERVED[locale],
  };
}
export type WordsServed = Awaited<ReturnType<typeof wordsFor>>;

/** `classOf`: the built name of a class in a sheet. */
export function served(classOf: (name: string, sheet: string) => string): Plugin {
  return {
    name: 'served',
    async generateBundle() {
      if (this.environment.name !== 'client') return;
      const words = await Promise.all(LOCALE_LIST.map(wordsFor));
      // A dot before the name: it is the server's, which serves no such file.
      this.emitFile({ type: 'asset', fileName: '.words.json', source: JSON.stringify(words) });
    },
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html.replaceAll(/(?<= class="[^"]*)([\w/-]+):(\w+)/g, (_, sheet: string, name: string) =>
          classOf(name, `src/styles/${sheet}.module.css`),
        ),
    },
  };
}
