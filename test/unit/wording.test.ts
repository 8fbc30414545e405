/**
 * What no text contains: promises that the service does not keep, a second word for the same thing, and foreign idioms
 * (rule U1).
 */
import { DEFAULT_SETTINGS } from '@terskel/server/domain/ports';
import { createHelp } from '@terskel/server/help/help';
import { describe, expect, test } from 'vitest';
import { EMBED } from '../../client/src/embed/languages.ts';
import { FIGURES_WORDS } from '../../client/src/i18n/figures/words.ts';
import { AFTER } from '../../client/src/i18n/after/words.ts';
import { loadAdminI18n } from '../../client/src/i18n/admin/i18n.ts';
import { loadSeekerI18n, loadStaffI18n } from '../../client/src/i18n/i18n.ts';
import { LATE } from '../../client/src/i18n/late/words.ts';
import { LOCALE_LIST, staffLocale, type Locale } from '../../client/src/i18n/locales.ts';
import { PLAN } from '../../client/src/i18n/plan/words.ts';
import { SELF_HELP } from '../../client/src/i18n/self-help/words.ts';
import { TRANSFER } from '../../client/src/i18n/transfer/words.ts';
import { texts } from '../helpers/texts.ts';

/** Every text of a language, including those of the server and for staff. */
async function everything(locale: Locale): Promise<string[]> {
  const i18n = await loadSeekerI18n(locale);
  const { manner: _, ...words } = i18n.words;
  const { articles } = await createHelp(() => DEFAULT_SETTINGS)(locale);
  const { default: served } = (await import(`../../client/src/i18n/served/${locale}.ts`)) as {
    default: object;
  };
  const { default: about } = (await import(`../../client/src/i18n/about/${locale}.ts`)) as {
    default: object;
  };
  const late = await Promise.all(
    [LATE, SELF_HELP, AFTER, TRANSFER].map((catalogue) => catalogue.load(i18n)),
  );
  const staff = async () => [
    (await loadStaffI18n(locale)).staff,
    (await loadStaffI18n(locale)).account,
    await PLAN.load(i18n),
  ];
  const forStaff =
    staffLocale(locale) === locale
      ? [...(await staff()), (await loadAdminI18n(locale)).admin, await FIGURES_WORDS.load(i18n)]
      : [];
  const whole = { words, late, served, about, embed: EMBED[locale].words, forStaff };
  return [...texts(whole).map(({ text }) => text), ...strings(articles)];
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
}

/** A leader cannot join a conversation, and a lost place is restored, not moved to the front. */
const NOT_KEPT: Readonly<Record<Locale, RegExp>> = {
  nb: /vaktlederen (?:er )?med|så (?:svarer|finner) vi|fremst i køen|igjen\. Du mister ikke plassen|er trygge/iu,
  nn: /vaktleiaren (?:er )?med|så (?:svarar|finn) vi|fremst i køen|igjen\. Du mistar ikkje plassen|er trygge/iu,
  en: /leader joins|and we will|first in line|reconnecting\. You don’t lose|are safe/iu,
  ar: /دخل المسؤول|وسن|أول القائمة/u,
};

/** Second words for the same thing, and words that are not plain. */
const AVOIDED: Readonly<Record<Locale, RegExp>> = {
  nb: /likeperson|den andre(?! skriver)|siste ord|\blåst?\b|låser|tilbud|hardt skadet|lei oss for|tunge tilbake|eller mer\b|styrer her|døra|ruten?\b|hentet tilbake/iu,
  nn: /likeperson|den andre|siste ord|\blåst?\b|låser|tilbod|hardt skadd|leie for|tunge tilbake|eller meir\b|styrer her|byrj\b|nødnummer|\bhenne\b|(?:^| )att(?: |$|\.)|lat vere/iu,
  en: /write with|\bthe other[.’]|the other (?:ended|left|was|is|wanted|chose)|last words|(?<!screen )\block(?:ed|ing)?\b(?! out)|offers?\b|badly hurt|a bit fast|places to begin|tonight of all|your door|how you are met|here and now|fellow human|run this place/iu,
  ar: /مقفل|نقفل|قفل|ساد الصمت|قلة أدب|عاد الثقل|بصدد/u,
};

/** Second person, masculine. Past forms are written alike for both genders. */
const TO_A_MAN =
  /(?<!\p{L})(?:اضغط|اكتب|انتظر|اتصل|حاول|أرسل|ابدأ|ابق|خذ|أجب|احفظ|اترك|اترُك|تنفس(?! هادئ)|لا تكتب|تريد|تحتاج|تكتب|ترسل|تود|تشاء|تحذفه?|تغادرها?|تجدها?|تنزّلها|تعرف|تستطيع أن)ي?ن?(?!\p{L})/u;

describe.each(LOCALE_LIST)('%s', (locale) => {
  test('[U1] no text promises what the service does not do', async () => {
    const said = await everything(locale);
    expect(said.length).toBeGreaterThan(150);
    expect(said.filter((text) => NOT_KEPT[locale].test(text))).toEqual([]);
  });

  test('[U1] each thing has one plain word', async () => {
    const said = await everything(locale);
    expect(said.filter((text) => AVOIDED[locale].test(text))).toEqual([]);
  });
});

test('[U1] no Arabic text, early or late, addresses a man only', async () => {
  expect((await everything('ar')).filter((text) => TO_A_MAN.test(text))).toEqual([]);
});
