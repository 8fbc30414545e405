/** Words that come after the first page, each language once it is wanted: the page loads without them (rule U5). */
import type { I18n } from './i18n.ts';
import type { Locale } from './locales.ts';

type Table<Words> = Readonly<Record<Locale, () => Promise<{ readonly default: Words }>>>;

export interface LateCatalogue<Words> {
  /** As this association says it. */
  load(i18n: Pick<I18n, 'locale' | 'own'>): Promise<Words>;
  /** In this language, if it has come. */
  in(locale: Locale): Words | undefined;
  /** In the one that came last. */
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
