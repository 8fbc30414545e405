/** Self-help while waiting, after a conversation, and when intake is closed (rule U7). A separate script. */
import type { Help } from '@terskel/shared/help';
import { useId } from 'preact/hooks';
import type { Locale } from '../../../i18n/locales.ts';
import type { I18n } from '../../../i18n/i18n.ts';
import { SELF_HELP } from '../../../i18n/self-help/words.ts';
import css from '../../../styles/seeker/self-help.module.css';
import { useLate, useWords } from '../../parts/lazy.tsx';
import { useI18n } from '../../parts/surroundings.ts';
import { Articles } from './articles.tsx';
import { Breathing } from './breathing.tsx';
import { Places } from './places.tsx';
import { SoundSwitch } from './sound-switch.tsx';

/** Per page language; kept until the page is closed. */
const help = new Map<Locale, Help>();

async function learnHelp(locale: Locale): Promise<void> {
  const answer = await fetch(`/api/help?language=${locale}`, { credentials: 'omit' });
  if (!answer.ok) throw new Error('not now');
  help.set(locale, (await answer.json()) as Help);
}

export const prepare = (i18n: I18n) => Promise.all([SELF_HELP.load(i18n), learnHelp(i18n.locale)]);

interface SelfHelpProps {
  /** True in the queue: only there is the sound of an answer offered. */
  readonly waiting?: boolean;
}

export function View({ waiting = false }: SelfHelpProps) {
  const { locale } = useI18n();
  const headingId = useId();
  const spoken = useWords(SELF_HELP);
  const texts = useLate(help.get(locale), () => learnHelp(locale), 0, locale);
  if (spoken === undefined) return null;
  return (
    <section class={css['selfHelp']} aria-labelledby={headingId}>
      <h2 id={headingId}>{waiting ? spoken.title.waiting : spoken.title.elsewhere}</h2>
      <p>{spoken.lead}</p>
      {waiting && <SoundSwitch words={spoken.sound} />}
      <Breathing words={spoken.breathing} />
      {texts !== undefined && texts.articles.length > 0 && (
        <Articles articles={texts.articles} language={texts.language} />
      )}
      {texts !== undefined && texts.places.length > 0 && (
        <Places title={spoken.places} places={texts.places} />
      )}
    </section>
  );
}
