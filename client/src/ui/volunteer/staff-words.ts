/** The context with the words of the volunteer's page, in addition to those that both sides share. */
import type { ReadonlySignal } from '../../signal.ts';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { StaffI18n } from '../../i18n/i18n.ts';
import type { WorkTalk } from '../../state/volunteer-view.ts';
import { useValue } from '../parts/signals.ts';

export const StaffContext = createContext<ReadonlySignal<StaffI18n> | null>(null);

const MINUTE_MS = 60_000;

/** How long a seeker has waited, in whole minutes, rounded down. */
export function waitedWords(ms: number, i18n: StaffI18n): string {
  if (ms < MINUTE_MS) return i18n.staff.overview.underMinute;
  return i18n.minutes(Math.floor(ms / MINUTE_MS) * MINUTE_MS);
}

/** The name of a conversation on this page. A leader's visit is named after the volunteer (rule E5). */
export function talkName(talk: WorkTalk, { staff }: StaffI18n): string {
  const { seat, alias, number } = talk;
  return seat === 'leader' ? staff.talk.visit.name(alias) : staff.talks.name(String(number));
}

export function useStaffI18n(): StaffI18n {
  const i18n = useContext(StaffContext);
  if (i18n === null) throw new Error('a view outside its page');
  return useValue(i18n);
}
