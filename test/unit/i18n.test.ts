/** The languages: whole, plain, and nowhere but in the catalogues. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadAdminI18n } from '../../client/src/i18n/admin/i18n.ts';
import { loadSeekerI18n, loadStaffI18n } from '../../client/src/i18n/i18n.ts';
import {
  LOCALES,
  LOCALE_LIST,
  addressIn,
  chooseLocale,
  type Locale,
} from '../../client/src/i18n/locales.ts';
import { ROOT } from '../../scripts/env.ts';
import { projectFiles } from '../../scripts/files.ts';
import { withoutComments } from '../helpers/imports.ts';

interface Text {
  readonly key: string;
  readonly text: string;
}

const FORMS = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);
const isPlural = (value: object): boolean =>
  'other' in value && Object.keys(value).every((form) => FORMS.has(form));

/** Every text with its key; a function is called with a name, as the views do. */
function texts(value: unknown, key = ''): Text[] {
  if (typeof value === 'string') return [{ key, text: value }];
  if (typeof value === 'function') {
    const speak = value as (...given: string[]) => string;
    return [{ key, text: speak('Ida', '45', '3') }];
  }
  if (typeof value !== 'object' || value === null) throw new Error(`${key} is no text`);
  return Object.entries(value).flatMap(([name, inner]) => texts(inner, `${key}.${name}`));
}

function plurals(value: unknown, key = ''): { key: string; forms: object }[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isPlural(value)) return [{ key, forms: value }];
  return Object.entries(value).flatMap(([name, inner]) => plurals(inner, `${key}.${name}`));
}

async function catalogue(locale: Locale): Promise<object> {
  const [{ words, staff }, { admin }] = await Promise.all([
    loadStaffI18n(locale),
    loadAdminI18n(locale),
  ]);
  return { words, staff, admin };
}

describe.each(LOCALE_LIST)('%s', (locale) => {
  test('[U1] no text is empty, and none is left in another language', async () => {
    // An open door needs no explanation.
    const may = new Set(['.words.landing.intake.open.more', '.words.landing.intake.busy.more']);
    const found = texts(await catalogue(locale));
    expect(found.filter(({ text, key }) => text.trim() === '' && !may.has(key))).toEqual([]);
    const foreign = locale === 'en' ? /\b(?:ikke|og|du|er)\b|[æøå]/iu : /\b(?:the|you|and|not)\b/iu;
    expect(found.filter(({ text }) => foreign.test(text))).toEqual([]);
    expect(found.filter(({ text }) => /undefined|\{(?!n\}|from\})/.test(text))).toEqual([]);
  });

  test('[U1] every plural has the forms of its language', async () => {
    const categories = new Intl.PluralRules(LOCALES[locale].formats).resolvedOptions()
      .pluralCategories;
    for (const { key, forms } of plurals(await catalogue(locale))) {
      expect({ key, forms: Object.keys(forms).toSorted() }).toEqual({
        key,
        forms: categories.toSorted(),
      });
      for (const form of Object.values(forms) as string[]) {
        // "One more time" may be said without its number.
        expect(form.includes('{n}') || form === (forms as { one?: string }).one).toBe(true);
      }
    }
  });

  test('[U1] numbers, times, names and waits are written as the language writes them', async () => {
    const i18n = await loadSeekerI18n(locale);
    const wait = (from: number, to: number) =>
      i18n.wait({ fromMs: from * 60_000, toMs: to * 60_000 });
    expect([wait(5, 15), wait(0, 4), wait(0, 0.2), wait(7, 7), i18n.wait(null)]).toEqual(
      {
        nb: [
          'Ventetiden er omtrent 5 til 15 minutter.',
          'Ventetiden er under 4 minutter.',
          'Ventetiden er under 1 minutt.',
          'Ventetiden er omtrent 7 minutter.',
          'Vi vet ikke ennå hvor lang ventetiden blir.',
        ],
        en: [
          'The wait is about 5 to 15 minutes.',
          'The wait is less than 4 minutes.',
          'The wait is less than 1 minute.',
          'The wait is about 7 minutes.',
          'We can’t tell yet how long the wait will be.',
        ],
      }[locale],
    );
    expect(i18n.time(Date.UTC(2026, 10, 21, 20, 4))).toMatch(/^\d\d:04$/);
    expect(i18n.languageName('uk')).toBe({ nb: 'Ukrainsk', en: 'Ukrainian' }[locale]);
  });
});

/** Läsbarhetsindex: words a sentence, and how many in a hundred are long. Under 30 is a children's book, over 40 a newspaper. */
function lix(text: string): number {
  const words = text.match(/[\p{L}\d’-]+/gu) ?? [];
  const sentences = text.match(/[.!?:](?:\s|$)/gu) ?? [];
  const long = words.filter((word) => word.length > 6);
  return words.length / Math.max(1, sentences.length) + (100 * long.length) / words.length;
}

describe('[U1] the words are plain', () => {
  const sentences = async () => {
    const { words } = await loadSeekerI18n('nb');
    return texts(words).filter(({ text }) => /[.!?]$/.test(text));
  };

  test('[U1] all a seeker reads in Norwegian is as easy as a book for the young', async () => {
    const all = (await sentences()).map(({ text }) => text).join(' ');
    expect(lix(all)).toBeLessThan(30);
  });

  test('[U1] no sentence is long', async () => {
    const long = (await sentences()).flatMap(({ key, text }) =>
      text
        .split(/[.!?:](?:\s|$)/u)
        .filter((sentence) => sentence.split(/\s+/).length > 22)
        .map((sentence) => `${key}: ${sentence}`),
    );
    expect(long).toEqual([]);
  });
});

/** Text that a view says by itself: between tags, or in an attribute that is read aloud. */
function literals(source: string): string[] {
  const bare = withoutComments(source);
  const between = bare.matchAll(
    /<\/?[A-Za-z][^<>{}]*>\s*([^<>{}()=;]*\p{L}{2}[^<>{}()=;]*)\s*<\/?[A-Za-z{]/gu,
  );
  const spoken = bare.matchAll(/\b(?:aria-label|title|placeholder|alt)="([^"]+)"/g);
  return [...between, ...spoken].map(([, text = '']) => text.trim());
}

test('[U1] no view says anything that is not in a catalogue', () => {
  const views = projectFiles('client/src/ui').filter((path) => path.endsWith('.tsx'));
  expect(views.length).toBeGreaterThan(30);
  const found = views.flatMap((path) =>
    literals(readFileSync(join(ROOT, path), 'utf8')).map((text) => `${path}: ${text}`),
  );
  expect(found).toEqual([]);
});

test.each([
  '<p>Hei på deg</p>',
  '<Button kind="main">\n  Avslutt\n</Button>',
  '<img alt="Et hus" />',
])('[U1] the test notices a text in a view: %s', (source) => {
  expect(literals(source)).toHaveLength(1);
});

describe('[U1] the language of the page', () => {
  test.each([
    ['', ['nb-NO', 'en'], 'nb'],
    ['', ['nn-NO', 'en-GB'], 'nb'],
    ['', ['no'], 'nb'],
    ['', ['sv-SE', 'en'], 'nb'],
    ['', ['en-US', 'nb'], 'en'],
    ['', ['uk-UA', 'en', 'nb'], 'en'],
    ['', ['uk-UA'], 'en'],
    ['', [], 'nb'],
    ['?lang=en', ['nb'], 'en'],
    ['?lang=xx', ['en'], 'en'],
    ['?lang=constructor', ['nb'], 'nb'],
  ] as const)('[U1] address %j and browser %j give %s', (search, wanted, locale) => {
    expect(chooseLocale(search, wanted)).toBe(locale);
  });

  test('[U1] the switch keeps the rest of the address', () => {
    expect(addressIn('en', 'https://chat.example/volunteer?a=1&lang=nb#invite=x')).toBe(
      '/volunteer?a=1&lang=en#invite=x',
    );
  });
});
