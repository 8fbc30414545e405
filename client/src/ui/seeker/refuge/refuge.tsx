/** Self-help while waiting, afterwards, and when it is closed (rule U7). In a script of its own. */
import type { Help } from '@terskel/shared/help';
import { useId } from 'preact/hooks';
import type { Locale } from '../../../i18n/locales.ts';
import { REFUGE_WORDS, type RefugeWords } from '../../../i18n/refuge/words.ts';
import css from '../../../styles/seeker/refuge.module.css';
import { useLate } from '../../parts/late.ts';
import { useI18n } from '../../parts/surroundings.ts';
import type { RefugeProps } from '../load-refuge.tsx';
import { Articles } from './articles.tsx';
import { Breathing } from './breathing.tsx';
import { Places } from './places.tsx';
import { SoundSwitch } from './sound-switch.tsx';

/** By the language of the page, for as long as the page lives. */
const words = new Map<Locale, RefugeWords>();
const help = new Map<Locale, Help>();

async function learnWords(locale: Locale): Promise<void> {
  words.set(locale, (await REFUGE_WORDS[locale]()).default);
}

async function learnHelp(locale: Locale): Promise<void> {
  const answer = await fetch(`/api/help?language=${locale}`, { credentials: 'omit' });
  if (!answer.ok) throw new Error('not now');
  help.set(locale, (await answer.json()) as Help);
}

/** All that it shows in a language, at once. */
export async function prepare(locale: Locale): Promise<void> {
  await Promise.all([learnWords(locale), learnHelp(locale)]);
}

export function Refuge({ waiting = false }: RefugeProps) {
  const { locale } = useI18n();
  const headingId = useId();
  const spoken = useLate(words.get(locale), () => learnWords(locale), locale);
  const told = useLate(help.get(locale), () => learnHelp(locale), locale);
  if (spoken === undefined) return null;
  return (
    <section class={css['refuge']} aria-labelledby={headingId}>
      <h2 id={headingId}>{waiting ? spoken.title.waiting : spoken.title.elsewhere}</h2>
      <p>{spoken.lead}</p>
      {waiting && <SoundSwitch words={spoken.sound} />}
      <Breathing words={spoken.breathing} />
      {told !== undefined && told.articles.length > 0 && (
        <Articles articles={told.articles} language={told.language} />
      )}
      {told !== undefined && told.places.length > 0 && (
        <Places title={spoken.places} places={told.places} />
      )}
    </section>
  );
}
