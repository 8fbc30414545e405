import type { Talk } from '../../state/model.ts';
import css from '../../styles/talk/log.module.css';
import { AboutLeaving } from '../exit/about-leaving.tsx';
import { useI18n } from '../parts/surroundings.ts';
import { useLateWords } from './use-late-words.ts';

/**
 * The opening notice above the first message: who, how long, confidentiality, and that the volunteer may ask a leader
 * for advice (rule C8).
 */
export function OpeningNotice({ talk }: { readonly talk: Talk }) {
  const i18n = useI18n();
  const { notice } = useLateWords().conversation;
  const { alias } = talk;
  return (
    <section class={css['opening']}>
      <h2>{i18n.words.talk.noticeTitle(alias)}</h2>
      <p>{notice.who(alias)}</p>
      <p>
        {notice.time(i18n.minutes(talk.plannedMs))} {!talk.danger && notice.silence}
      </p>
      <p>{notice.between(alias)}</p>
      <p>{notice.leader(alias)}</p>
      <AboutLeaving />
    </section>
  );
}
