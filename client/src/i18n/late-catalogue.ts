/**
 * Texts that are loaded after the first page, each language on demand, so that the page loads without them (rule U5).
 */
import type { I18n } from './i18n.ts';
import type { Locale } from './locales.ts';

type Table<Words> = Readonly<Record<Locale, () => Promise<{ readonly default: Words }>>>;

export interface LateCatalogue<Words> {
  /** Loads the texts of a language and adapts them to this association. */
  load(i18n: Pick<I18n, 'locale' | 'own'>): Promise<Words>;
  /** The texts in this language, if they have loaded. */
  in(locale: Locale): Words | undefined;
  /** The texts in the language that was loaded last. */
  last(): Words | undefined;
}

export function lateCatalogue<Words>(table: Table<Words>): LateCatalogue<Words> {
  const loaded = new Map<Locale, Words>();
  let last: Words | undefined;
  return {
    async load({ locale, own }) {
      last = own((await table[locale]()).default);
      loaded.set(locale, last);
      return last;
    },
    in: (locale) => loaded.get(locale),
    last: () => last,
  };
}
