/** The languages: complete, plain, and only in the catalogues. */
import { COUNTRIES, EMERGENCY } from '@terskel/shared/phone-lines';
import { describe, expect, test } from 'vitest';
import { EMBED } from '../../client/src/embed/languages.ts';
import { FIGURES_WORDS } from '../../client/src/i18n/figures/words.ts';
import { AFTER } from '../../client/src/i18n/after/words.ts';
import { loadAdminI18n } from '../../client/src/i18n/admin/i18n.ts';
import { type I18n, loadSeekerI18n, loadStaffI18n } from '../../client/src/i18n/i18n.ts';
import { LATE } from '../../client/src/i18n/late/words.ts';
import {
  LOCALE_LIST,
  STAFF_LOCALES,
  addressIn,
  chooseLocale,
  staffLocale,
  type Locale,
} from '../../client/src/i18n/locales.ts';
import { ownWords } from '../../client/src/i18n/own-words.ts';
import { PLAN } from '../../client/src/i18n/plan/words.ts';
import { startersIn } from '../../client/src/i18n/staff/starters.ts';
import { SELF_HELP } from '../../client/src/i18n/self-help/words.ts';
import { TRANSFER } from '../../client/src/i18n/transfer/words.ts';
import { texts, wrongPlurals } from '../helpers/texts.ts';

/** All texts of a language, including those for staff if it has them. */
async function catalogue(locale: Locale): Promise<object> {
  const i18n = await loadSeekerI18n(locale);
  const { manner: _, ...rest } = i18n.words;
  const [late, selfHelp, after, transfer] = await lateWords(i18n);
  const embed = EMBED[locale].words;
  const seeker = { ...rest, late, transfer };
  if (staffLocale(locale) !== locale) return { words: seeker, selfHelp, after, embed };
  const [{ account, staff }, { admin }, plan, figures] = await Promise.all([
    loadStaffI18n(locale),
    loadAdminI18n(locale),
    PLAN.load(i18n),
    FIGURES_WORDS.load(i18n),
  ]);
  return { words: seeker, selfHelp, after, embed, account, staff, admin, plan, figures };
}

/** The texts that load after the first page. */
const lateWords = (i18n: I18n) =>
  Promise.all([
    ...([LATE.load(i18n), SELF_HELP.load(i18n)] as const),
    ...([AFTER.load(i18n), TRANSFER.load(i18n)] as const),
  ]);

/** Names that are the same in every language. */
const NAMES =
  /\.txt|Terskel|Legevakt|Mental Helse|Kirkens SOS|Alarmtelefonen|Shift|Enter|Ida|\{n\}|\{from\}/g;
/** Words that are common in one language and do not occur in the others. */
const OTHERS: Readonly<Record<Locale, RegExp>> = {
  nb: /\b(?:the|you|and|not)\b|(?<!\p{L})(?:ikkje|eg|kva|noko|nokon|berre|frå|sidan)(?!\p{L})/iu,
  nn: /\b(?:the|you|and|not)\b|(?<!\p{L})(?:ikke|jeg|hva|hvor|noe|noen|bare|fra|siden|være)(?!\p{L})/iu,
  en: /\b(?:ikke|og|du|er)\b|[æøå]/iu,
  ar: /\p{Script=Latin}/u,
};

describe.each(LOCALE_LIST)('%s', (locale) => {
  test('[U1] no text is empty, and none is left in another language', async () => {
    // These two states need no explanation.
    const may = new Set(['.words.landing.intake.open.more', '.words.landing.intake.busy.more']);
    const found = texts(await catalogue(locale));
    expect(found.filter(({ text, key }) => text.trim() === '' && !may.has(key))).toEqual([]);
    const foreign = OTHERS[locale];
    expect(found.filter(({ text }) => foreign.test(text.replaceAll(NAMES, '')))).toEqual([]);
    expect(found.filter(({ text }) => /undefined|\{(?!n\}|from\})/.test(text))).toEqual([]);
  });

  test('[U1] every plural has the forms of its language', async () => {
    const { formats } = await loadSeekerI18n(locale);
    expect(wrongPlurals(await catalogue(locale), formats)).toEqual([]);
  });

  test('[U1] numbers, times, names and waits are formatted as in the language', async () => {
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
          'Vi vet ikke ennå hvor lenge du må vente.',
        ],
        en: [
          'The wait is about 5 to 15 minutes.',
          'The wait is less than 4 minutes.',
          'The wait is less than 1 minute.',
          'The wait is about 7 minutes.',
          'We can’t tell yet how long the wait will be.',
        ],
        nn: [
          'Ventetida er om lag 5 til 15 minutt.',
          'Ventetida er under 4 minutt.',
          'Ventetida er under 1 minutt.',
          'Ventetida er om lag 7 minutt.',
          'Vi veit ikkje enno kor lenge du må vente.',
        ],
        ar: [
          'مدة الانتظار نحو 5 إلى 15 دقيقة.',
          'مدة الانتظار أقل من 4 دقائق.',
          'مدة الانتظار أقل من دقيقة واحدة.',
          'مدة الانتظار نحو 7 دقائق.',
          'لا نعرف بعد مدة الانتظار.',
        ],
      }[locale],
    );
    expect(i18n.time(Date.UTC(2026, 10, 21, 20, 4))).toMatch(/^\d\d:04$/);
    expect(i18n.oneOf(['uk'])).toBe(
      { nb: 'ukrainsk', nn: 'ukrainsk', en: 'Ukrainian', ar: 'الأوكرانية' }[locale],
    );
  });
});

test.each(LOCALE_LIST)(
  '[U1, U8] %s: the embedded widget formats as the pages do',
  async (locale) => {
    const { dir, formats, words } = await loadSeekerI18n(locale);
    const widget = EMBED[locale];
    expect([widget.dir, widget.formats]).toEqual([dir, formats]);
    for (const day of ['i morgen', 'mandag'])
      expect(widget.words.dayAt(day, '18')).toBe(words.units.dayAt(day, '18'));
  },
);

test('[U1] a plural form that is missing, superfluous or lacks its number is detected', () => {
  const { one, two, few, many } = { one: 'ett', two: 'to', few: '{n} f', many: '{n} m' };
  const whole = { zero: 'ingen', one, two, few, many, other: '{n} o' };
  expect(wrongPlurals({ whole }, 'ar')).toEqual([]);
  expect(wrongPlurals({ a: { one, other: '{n}' }, b: { two, other: 'o' } }, 'en')).toEqual([
    '.b lacks one',
    '.b has two, which the language has not',
    '.b.two lacks its number',
    '.b.other lacks its number',
  ]);
  // The form `one` is also used for 21.
  expect(wrongPlurals({ a: { one, few, many, other: '{n}' } }, 'uk')).toEqual([
    '.a.one lacks its number',
  ]);
});

test('[U1] no Arabic text uses the imperative, whose form depends on the reader’s gender', async () => {
  const i18n = await loadSeekerI18n('ar');
  const commands =
    /(?<!\p{L})(?:اضغط|اكتب|انتظر|اتصل|حاول|أرسل|ابدأ|ابق|خذ|تريد|تحتاج|تكتب|ترسل|تود)ي?ن?(?!\p{L})/u;
  const all = texts({ ...i18n.words, late: await LATE.load(i18n) });
  expect(all.filter(({ text }) => commands.test(text))).toEqual([]);
});

test.each(LOCALE_LIST)(
  '[U4] in %s every screen shows the emergency number of the association’s own country',
  async (locale) => {
    const i18n = ownWords(await loadSeekerI18n(locale), { lines: COUNTRIES.SE });
    // Texts that load later as well.
    const said = texts({ early: i18n.words, late: await lateWords(i18n) });
    expect(said.filter(({ text }) => text.includes(EMERGENCY))).toEqual([]);
    const told = said.filter(({ text }) => text.includes('112')).map(({ key }) => key);
    expect(told).toContain('.late.0.questions.dangerTitle');
  },
);

test('[U1] a name in another script stays in one piece in Arabic', async () => {
  const { here, heading, wait } = (await LATE.load(await loadSeekerI18n('ar'))).conversation;
  for (const text of [here('Nora K.'), heading('Nora K.'), wait('Nora K.')]) {
    expect(text).toContain('\u2068Nora K.\u2069');
  }
});

test('[U1] days are in Nynorsk, also where a browser uses those of Bokmål', async () => {
  const { words } = await loadSeekerI18n('nn');
  expect(words.landing.opens('tirsdag 24. november 2026 kl. 18:00')).toBe(
    'Velkomen tysdag 24. november 2026 kl. 18:00.',
  );
  const { formatted } = await loadStaffI18n('nn');
  // As Chromium formats them.
  const bokmal = [
    'lørdag 21. november kl. 21:04',
    'man.',
    'tir.',
    'lør.',
    '5 minutter',
    '1 sekund',
  ];
  expect(bokmal.map(formatted)).toEqual([
    ...['laurdag 21. november kl. 21:04', 'mån.', 'tys.', 'lau.', '5 minutt', '1 sekund'],
  ]);
  const { formatted: same } = await loadStaffI18n('nb');
  expect(bokmal.map(same)).toEqual(bokmal);
});

test('[U1] Norwegian opening questions are in the form of Norwegian of the volunteer’s page', () => {
  const first = (locale: 'nb' | 'nn' | 'en') => startersIn('no', locale)?.texts[0];
  expect([first('nn'), startersIn('no', 'nn')?.lang]).toEqual([
    ...['Kva er det som gjer at du skriv akkurat no?', 'nn'],
  ]);
  expect([first('nb'), first('en'), startersIn('en', 'nn')?.lang]).toEqual([
    ...['Hva er det som gjør at du skriver akkurat nå?'],
    ...['Hva er det som gjør at du skriver akkurat nå?', 'en'],
  ]);
});

test('[I2] a time is told in the association’s time zone, with the zone’s name if another is in use here', async () => {
  const i18n = await loadSeekerI18n('en');
  const at = Date.UTC(2026, 10, 24, 17);
  const { timeZone: here } = new Intl.DateTimeFormat().resolvedOptions();
  expect([i18n.zone(here, at), i18n.zone(undefined)]).toEqual(['', '']);
  expect(i18n.soon(at, at, here)).toBe(i18n.soon(at, at));
  const elsewhere = [
    ['Asia/Tokyo', 'tomorrow at 02:00 (Japan Standard Time)'],
    ['Europe/Oslo', 'today at 18:00 (Central European Standard Time)'],
  ] as const;
  for (const [timeZone, text] of elsewhere.filter(([zone]) => zone !== here)) {
    // By the date in that zone.
    expect(i18n.soon(at, at - 4 * 3_600_000, timeZone)).toBe(text);
    expect(text).toContain(i18n.zone(timeZone, at));
  }
});

describe('[U1] the language of the page', () => {
  test.each([
    ['', ['nb-NO', 'en'], 'nb'],
    ['', ['nn-NO', 'en-GB'], 'nn'],
    ['', ['ar-SY', 'nb'], 'ar'],
    ['', ['se-NO'], 'nb'],
    ['', ['no'], 'nb'],
    ['', ['sv-SE', 'en'], 'nb'],
    ['', ['en-US', 'nb'], 'en'],
    ['', ['uk-UA', 'en', 'nb'], 'en'],
    ['', ['uk-UA'], 'en'],
    ['', [], 'nb'],
    ['?lang=en', ['nb'], 'en'],
    ['?lang=ar', ['nb'], 'ar'],
    ['?lang=no', ['en'], 'nb'],
    ['?lang=nn-NO', ['en'], 'nn'],
    ['?lang=xx', ['en'], 'en'],
    ['?lang=constructor', ['nb'], 'nb'],
  ] as const)('[U1] address %j and browser %j give %s', (search, wanted, locale) => {
    expect(chooseLocale(search, wanted)).toBe(locale);
  });

  test('[U1] the language switch keeps the rest of the address', () => {
    expect(addressIn('en', 'https://chat.example/volunteer?a=1&lang=nb#invite=x')).toBe(
      '/volunteer?a=1&lang=en#invite=x',
    );
  });

  test('[U1] staff pages in a language without staff texts use the nearest one completely', async () => {
    for (const [wanted, got] of [
      ['ar', 'en'],
      ['nb', 'nb'],
      ['nn', 'nn'],
      ['en', 'en'],
    ] as const) {
      const { locale, dir, words, locales } = await loadStaffI18n(wanted);
      const own = await loadSeekerI18n(got);
      expect([locale, dir, words, locales]).toEqual([got, own.dir, own.words, STAFF_LOCALES]);
    }
  });
});
