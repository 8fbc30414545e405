/**
 * Opening questions for volunteers, in the language of the conversation, because they are inserted into the message
 * box. Norwegian is written as the volunteer's page is.
 */
import type { Language } from '@terskel/shared/models';
import type { StaffLocale } from '../locales.ts';

export interface Starters {
  /** The value of the `lang` attribute. */
  readonly lang: string;
  readonly texts: readonly string[];
}

/** Missing languages still need someone who writes them well. */
const STARTERS: Readonly<Partial<Record<Language, Starters>>> = {
  no: {
    lang: 'nb',
    texts: [
      'Hva er det som gjør at du skriver akkurat nå?',
      'Hvordan har du det nå, mens du skriver dette?',
      'Hvem andre vet om dette?',
      'Hva har hjulpet deg litt før?',
    ],
  },
  en: {
    lang: 'en',
    texts: [
      'What made you write today?',
      'How are you now, while you write this?',
      'Who else knows about this?',
      'What has helped you a little before?',
    ],
  },
  uk: {
    lang: 'uk',
    texts: [
      'Що спонукало вас написати саме зараз?',
      'Як ви почуваєтеся зараз, коли пишете це?',
      'Хто ще про це знає?',
      'Що вам раніше трохи допомагало?',
    ],
  },
  pl: {
    lang: 'pl',
    texts: [
      'Co sprawia, że piszesz właśnie teraz?',
      'Jak się teraz czujesz, kiedy to piszesz?',
      'Kto jeszcze o tym wie?',
      'Co wcześniej choć trochę pomogło?',
    ],
  },
  ar: {
    lang: 'ar',
    texts: [
      'ما الذي دفعك إلى الكتابة الآن؟',
      'كيف هو حالك الآن أثناء الكتابة؟',
      'من غيرك يعرف بهذا؟',
      'ما الذي ساعدك قليلًا من قبل؟',
    ],
  },
};

const NYNORSK: Starters = {
  lang: 'nn',
  texts: [
    'Kva er det som gjer at du skriv akkurat no?',
    'Korleis har du det no, medan du skriv dette?',
    'Kven andre veit om dette?',
    'Kva har hjelpt deg litt før?',
  ],
};

export function startersIn(language: Language, locale: StaffLocale): Starters | null {
  return language === 'no' && locale === 'nn' ? NYNORSK : (STARTERS[language] ?? null);
}
