/** The languages of the pages. A new one is one more file, and a row in each of the tables. */
import type { Language } from '@terskel/shared/models';
import type { AccountWords, AdminWords, StaffWords, Words } from './words.ts';

export interface LocaleInfo {
  /** The language's own name for itself: whoever looks for it can read it. */
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
  /** The language a talk is held in, unless the seeker says otherwise. */
  readonly talk: Language;
  /** Whose formats to use: browsers lack data for some languages, and "en" alone would mean American dates. */
  readonly formats: string;
  readonly load: () => Promise<{ readonly default: Words }>;
}

export const LOCALES = {
  nb: {
    name: 'Norsk',
    dir: 'ltr',
    talk: 'no',
    formats: 'nb-NO',
    load: () => import('./nb.ts'),
  },
  en: {
    name: 'English',
    dir: 'ltr',
    talk: 'en',
    formats: 'en-GB',
    load: () => import('./en.ts'),
  },
} as const satisfies Record<string, LocaleInfo>;

export type Locale = keyof typeof LOCALES;

/** Tables of their own, so that the seeker's page knows nothing of them. */
export const ACCOUNT_WORDS: Readonly<
  Record<Locale, () => Promise<{ readonly default: AccountWords }>>
> = {
  nb: () => import('./account/nb.ts'),
  en: () => import('./account/en.ts'),
};
export const STAFF_WORDS: Readonly<
  Record<Locale, () => Promise<{ readonly default: StaffWords }>>
> = {
  nb: () => import('./staff/nb.ts'),
  en: () => import('./staff/en.ts'),
};
export const ADMIN_WORDS: Readonly<
  Record<Locale, () => Promise<{ readonly default: AdminWords }>>
> = {
  nb: () => import('./admin/nb.ts'),
  en: () => import('./admin/en.ts'),
};

export const LOCALE_LIST = Object.keys(LOCALES) as readonly Locale[];
/** Spoken where the service begins, and what a visitor gets whose languages we lack. */
export const FALLBACK: Locale = 'nb';

/** Languages that read Bokmål more easily than English. */
const NEAR: Readonly<Record<string, Locale>> = { no: 'nb', nn: 'nb', da: 'nb', sv: 'nb' };

function isLocale(tag: string): tag is Locale {
  return Object.hasOwn(LOCALES, tag);
}

/** The page's language: from the address if it names one, else the first of the browser's that we have. */
export function chooseLocale(search: string, wanted: readonly string[]): Locale {
  const asked = new URLSearchParams(search).get('lang');
  if (asked !== null && isLocale(asked)) return asked;
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0] ?? '';
    if (isLocale(base)) return base;
    const near = NEAR[base];
    if (near !== undefined) return near;
  }
  // Somebody with a wholly different language gets further in English than in Norwegian.
  return wanted.length > 0 ? 'en' : FALLBACK;
}

/** The same address in another language; the switch lives in the URL, never in storage (rule U1). */
export function addressIn(locale: Locale, href: string): string {
  const url = new URL(href);
  url.searchParams.set('lang', locale);
  return `${url.pathname}${url.search}${url.hash}`;
}
