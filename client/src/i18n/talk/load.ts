/** The words of a conversation, each language once it is wanted: the first page loads without them (rule U5). */
import type { Locale } from '../locales.ts';
import type { TalkWords } from '../words.ts';

const TALK_WORDS: Readonly<Record<Locale, () => Promise<{ readonly default: TalkWords }>>> = {
  nb: () => import('./talk-nb.ts'),
  nn: () => import('./talk-nn.ts'),
  en: () => import('./talk-en.ts'),
  ar: () => import('./talk-ar.ts'),
};

const loaded = new Map<Locale, TalkWords>();
let last: TalkWords | undefined;

export async function loadTalkWords(locale: Locale): Promise<TalkWords> {
  const { default: words } = await TALK_WORDS[locale]();
  loaded.set(locale, words);
  last = words;
  return words;
}

/** In this language; until that is here, in the one that was; none if none was. */
export function talkWords(locale: Locale): TalkWords | undefined {
  return loaded.get(locale) ?? last;
}
