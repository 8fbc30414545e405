/** The languages of the pages. A new language needs a new file and a row in the first table. */
import { chosenLocale } from '@terskel/shared/choose-locale';
import type { AccountWords, AdminWords, StaffWords, Words } from './words.ts';

/** Each language's name in that language, so that its speakers can find it. */
export const LOCALES = {
  nb: 'Bokmål',
  nn: 'Nynorsk',
  en: 'English',
  ar: 'العربية',
} as const;

export type Locale = keyof typeof LOCALES;

/** The languages that also have staff texts. */
export const STAFF_LOCALES = ['nb', 'nn', 'en'] as const;

export type StaffLocale = (typeof STAFF_LOCALES)[number];

/** The texts of the staff pages. Separate tables, so that the seeker's page does not depend on them. */
export const WORDS: Readonly<Record<StaffLocale, () => Promise<{ readonly default: Words }>>> = {
  nb: () => import('./nb.ts'),
  nn: () => import('./nn.ts'),
  en: () => import('./en.ts'),
};
export const ACCOUNT_WORDS: Readonly<
  Record<StaffLocale, () => Promise<{ readonly default: AccountWords }>>
> = {
  nb: () => import('./account/nb.ts'),
  nn: () => import('./account/nn.ts'),
  en: () => import('./account/en.ts'),
};
export const STAFF_WORDS: Readonly<
  Record<StaffLocale, () => Promise<{ readonly default: StaffWords }>>
> = {
  nb: () => import('./staff/nb.ts'),
  nn: () => import('./staff/nn.ts'),
  en: () => import('./staff/en.ts'),
};
export const ADMIN_WORDS: Readonly<
  Record<StaffLocale, () => Promise<{ readonly default: AdminWords }>>
> = {
  nb: () => import('./admin/nb.ts'),
  nn: () => import('./admin/nn.ts'),
  en: () => import('./admin/en.ts'),
};

export const LOCALE_LIST = Object.keys(LOCALES) as readonly Locale[];

function isLocale(tag: string): tag is Locale {
  return Object.hasOwn(LOCALES, tag);
}

/**
 * The page's language: the `lang` parameter of the address if it is available, else the first available language of
 * `wanted`.
 */
export function chooseLocale(search: string, wanted: readonly string[]): Locale {
  return chosenLocale(isLocale, new URLSearchParams(search).get('lang'), wanted) as Locale;
}

/**
 * The language of the staff pages for a reader of `locale`: the nearest one with staff texts. The whole page uses it;
 * languages are never mixed.
 */
export function staffLocale(locale: Locale): StaffLocale {
  return STAFF_LOCALES.find((own) => own === locale) ?? 'en';
}

/** The same address in another language. The choice is kept in the URL, never in storage (rule U1). */
export function addressIn(locale: Locale, href: string): string {
  const url = new URL(href);
  url.searchParams.set('lang', locale);
  return `${url.pathname}${url.search}${url.hash}`;
}
