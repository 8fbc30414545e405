import { useEffect, useRef } from 'preact/hooks';
import type { StaffI18n } from '../../i18n/i18n.ts';
import type { Talk } from '../../state/model.ts';
import type { WorkTalk } from '../../state/volunteer-view.ts';
import css from '../../styles/talk/talk.module.css';
import panel from '../../styles/volunteer/talk-panel.module.css';
import { useNow } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { useSurroundings } from '../parts/surroundings.ts';
import { useStaffI18n } from './staff-words.ts';
import { findLast } from '../../lists.ts';

const MINUTE_MS = 60_000;
/** A shorter pause counts as thinking, not as silence (ms). */
const SILENT_MS = 3 * MINUTE_MS;

interface SeekerPresence {
  readonly state: 'away' | 'nudge' | 'warning' | 'silent' | 'here';
  /** Null if there is nothing to say but that the seeker is present. */
  readonly text: string | null;
}

/** The seeker's state. Being disconnected and being silent are different states (rules C5, C9). */
export function presenceOf(talk: Talk, now: number, i18n: StaffI18n): SeekerPresence {
  const { talk: words } = i18n.staff;
  if (!talk.other.connected)
    return { state: 'away', text: words.away(i18n.time(talk.other.lostAt)) };
  const heardAt = findLast(talk.lines, (line) => line.from === 'seeker')?.acceptedAt;
  const silentMs = now - (heardAt ?? talk.startedAt);
  const silent = i18n.minutes(silentMs);
  if (talk.silence !== null) {
    const { stage, closesAt } = talk.silence;
    if (closesAt === null) return { state: 'nudge', text: words.askedOpen(silent) };
    if (stage === 'nudge') return { state: 'nudge', text: words.asked(silent) };
    return { state: 'warning', text: words.warned(silent, i18n.time(closesAt)) };
  }
  if (silentMs >= SILENT_MS) return { state: 'silent', text: words.silent(silent) };
  return { state: 'here', text: null };
}

/** The seeker's state, and how much of the planned time is left (rule C8). */
export function TalkState(props: { readonly talk: WorkTalk; readonly online: boolean }) {
  const { talk, online } = props;
  const i18n = useStaffI18n();
  const { talk: words } = i18n.staff;
  const now = useNow(15_000);
  const { announce } = useSurroundings();
  const { state, text } = presenceOf(talk, now, i18n);
  const said = online ? (text ?? words.here) : words.unknown;
  const heard = useRef(state);
  // Announce a change of state, not each minute of silence.
  useEffect(() => {
    // While this page is disconnected, the link strip says so, and the seeker's state is unknown.
    if (!online) return;
    if (heard.current !== state) announce(said);
    heard.current = state;
  }, [state, online]);
  const wasDanger = useRef(talk.danger);
  useEffect(() => {
    if (talk.danger !== wasDanger.current)
      announce(talk.danger ? words.dangerMarked : words.dangerUnmarked);
    wasDanger.current = talk.danger;
  }, [talk.danger]);
  const leftMs = talk.startedAt + talk.plannedMs - now;

  return (
    <div class={panel['facts']}>
      {talk.danger && (
        <strong class={panel['urgent']}>
          <Icon name="warn" />
          {words.urgent}
        </strong>
      )}
      <span class={css['presence']} data-away={!online || !talk.other.connected}>
        {talk.seat === 'leader' ? `${words.seeker}: ${said}` : said}
      </span>
      {talk.topic !== null && <span class={panel['elapsed']}>{i18n.words.topics[talk.topic]}</span>}
      {talk.feeling !== null && (
        <span class={panel['elapsed']}>
          {words.feeling(
            i18n.staff.offer.feelingOf(
              String(talk.feeling),
              i18n.words.feelings[talk.feeling - 1] ?? '',
            ),
          )}
        </span>
      )}
      {(talk.topic === null || talk.language !== i18n.staff.guide.language) && (
        <span class={panel['elapsed']}>{i18n.languageName(talk.language)}</span>
      )}
      {talk.age !== null && <span class={panel['elapsed']}>{i18n.words.ages[talk.age]}</span>}
      <span class={panel['elapsed']}>
        {leftMs <= -MINUTE_MS
          ? words.over(i18n.minutes(-leftMs))
          : words.left(i18n.minutes(leftMs), i18n.minutes(talk.plannedMs))}
      </span>
    </div>
  );
}
