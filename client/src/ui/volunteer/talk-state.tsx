import type { StaffI18n } from '../../i18n/i18n.ts';
import type { Talk } from '../../state/model.ts';
import { useEffect, useRef } from 'preact/hooks';
import css from '../../styles/talk/talk.module.css';
import { useNow } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { useSurroundings } from '../parts/surroundings.ts';
import { useStaffI18n } from './staff-words.ts';

const MINUTE_MS = 60_000;
/** A pause shorter than this is thinking, not silence. */
const SILENT_MS = 3 * MINUTE_MS;

/** Disconnected is not silent: which of the two it is (rules C5, C9). */
function stands(talk: Talk, now: number): 'away' | 'nudge' | 'warning' | 'silent' | 'here' {
  if (!talk.other.connected) return 'away';
  if (talk.silence !== null) return talk.silence.stage;
  return silentMs(talk, now) >= SILENT_MS ? 'silent' : 'here';
}
function silentMs(talk: Talk, now: number): number {
  const heardAt = talk.lines.findLast((line) => line.from === 'seeker')?.acceptedAt;
  return now - (heardAt ?? talk.startedAt);
}

/** The same in words; null: nothing but here. */
export function standing(talk: Talk, now: number, i18n: StaffI18n): string | null {
  const { talk: words } = i18n.staff;
  if (!talk.other.connected) return words.away(i18n.time(talk.other.lostAt));
  const silent = i18n.minutes(silentMs(talk, now));
  if (talk.silence?.stage === 'nudge') return words.asked(silent);
  if (talk.silence !== null) return words.warned(silent, i18n.time(talk.silence.closesAt));
  return stands(talk, now) === 'silent' ? words.silent(silent) : null;
}

/** How the other one stands, and how much of the time is gone (rule C8). */
export function TalkState({ talk }: { readonly talk: Talk }) {
  const i18n = useStaffI18n();
  const { talk: words } = i18n.staff;
  const now = useNow(15_000);
  const { announce } = useSurroundings();
  const text = standing(talk, now, i18n) ?? words.here;
  const stand = stands(talk, now);
  const heard = useRef(stand);
  // When it becomes another, not at each minute of a silence.
  useEffect(() => {
    if (heard.current !== stand) announce(text);
    heard.current = stand;
  }, [stand]);
  const leftMs = talk.startedAt + talk.plannedMs - now;

  return (
    <div class={css['facts']}>
      {talk.urgent && (
        <strong class={css['urgent']}>
          <Icon name="warn" />
          {words.urgent}
        </strong>
      )}
      <span class={css['presence']} data-away={!talk.other.connected}>
        {text}
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
