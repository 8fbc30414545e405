import type { Talk } from '../../state/model.ts';
import css from '../../styles/talk/talk.module.css';
import { useNow } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { useStaffI18n } from './staff-words.ts';

const MINUTE_MS = 60_000;
/** A pause shorter than this is thinking, not silence. */
const SILENT_MS = 3 * MINUTE_MS;

/** Disconnected is not silent: which of the two it is (rule C5), and how much of the time is gone (rule C8). */
export function TalkState({ talk }: { readonly talk: Talk }) {
  const i18n = useStaffI18n();
  const { talk: words } = i18n.staff;
  const now = useNow(15_000);
  const heardAt = talk.lines.findLast((line) => line.from === 'seeker')?.acceptedAt;
  const silentMs = now - (heardAt ?? talk.startedAt);
  const leftMs = talk.startedAt + talk.plannedMs - now;

  let presence = words.here;
  if (!talk.other.connected) presence = words.away(i18n.time(talk.other.lostAt));
  else if (talk.silence?.stage === 'nudge') presence = words.asked(i18n.minutes(silentMs));
  else if (talk.silence !== null) {
    presence = words.warned(i18n.minutes(silentMs), i18n.time(talk.silence.closesAt));
  } else if (silentMs >= SILENT_MS) presence = words.silent(i18n.minutes(silentMs));

  return (
    <div class={css['facts']}>
      {talk.urgent && (
        <strong class={css['urgent']}>
          <Icon name="warn" />
          {words.urgent}
        </strong>
      )}
      <span role="status" class={css['presence']} data-away={!talk.other.connected}>
        {presence}
      </span>
      <span class={css['elapsed']}>
        {talk.topic === null ? i18n.languageName(talk.language) : i18n.words.topics[talk.topic]}
      </span>
      {talk.age !== null && <span class={css['elapsed']}>{i18n.words.ages[talk.age]}</span>}
      <span class={css['elapsed']}>
        {leftMs <= -MINUTE_MS
          ? words.over(i18n.minutes(-leftMs))
          : words.left(i18n.minutes(leftMs), i18n.minutes(talk.plannedMs))}
      </span>
    </div>
  );
}
