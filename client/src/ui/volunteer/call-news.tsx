import { useEffect, useRef } from 'preact/hooks';
import type { StaffI18n } from '../../i18n/i18n.ts';
import type { OthersCall, OwnCall, WorkTalk } from '../../state/volunteer-view.ts';
import { useSignal } from '../parts/signals.ts';
import { useSurroundings } from '../parts/surroundings.ts';
import { unattended } from './leader-list.tsx';
import { ownCallHeading, ownCallWords, reachOf, type Reach } from './own-call.tsx';
import { useStaffI18n } from './staff-words.ts';
import type { WorkView } from './work.tsx';

/**
 * Announces calls, whatever part of the page is shown (rule V4): to a leader, those that nobody has taken, danger at
 * once; to the volunteer, what becomes of the own ones.
 */
export function CallNews({ view }: { readonly view: WorkView }) {
  const alarm = useSignal('');
  useOthersNews(view.calls, (text) => {
    // A repeated text must still change the element.
    alarm.value = alarm.value === text ? `${text}\u00A0` : text;
  });
  useOwnNews(view.talks, reachOf(view));
  useVisitNews(view.talks);
  if (!view.staff.roles.includes('leader')) return null;
  return (
    <p role="alert" class="heard">
      {alarm.value}
    </p>
  );
}

function useOthersNews(calls: readonly OthersCall[], alarm: (text: string) => void): void {
  const { calls: words } = useStaffI18n().staff;
  const { announce } = useSurroundings();
  const known = useRef<ReadonlySet<string>>(new Set());
  const open = new Map(
    unattended(calls).map((call) => [`${call.conversationId} ${call.kind}`, call]),
  );
  const key = [...open.keys()].join();
  useEffect(() => {
    const fresh = [...open].filter(([each]) => !known.current.has(each)).map(([, call]) => call);
    const said = (kind: OthersCall['kind'], say: (alias: string) => string): string =>
      fresh
        .filter((call) => call.kind === kind)
        .map(({ alias }) => say(alias))
        .join(' ');
    const danger = said('danger', words.newDanger);
    const help = said('help', words.newHelp);
    if (danger !== '') alarm(danger);
    if (help !== '') announce(help);
    known.current = new Set(open.keys());
  }, [key]);
}

function useOwnNews(talks: readonly WorkTalk[], reach: Reach): void {
  const i18n = useStaffI18n();
  const { own: words } = i18n.staff.calls;
  const { announce } = useSurroundings();
  const calls = new Map(talks.map(({ conversationId, call }) => [conversationId, call]));
  const known = useRef(calls);
  const key = [...calls].map(([id, call]) => JSON.stringify([id, call])).join();
  useEffect(() => {
    for (const [id, call] of calls) {
      const before = known.current.get(id);
      // After a reload the conversation itself is new, and its call is no news.
      if (before === undefined) continue;
      if (call === null) {
        if (before !== null) announce(words.withdrawn);
      } else if (isNews(before, call)) {
        announce(newsWords(before, call, reach, i18n));
      }
    }
    known.current = calls;
  }, [key]);
}

const isNews = (before: OwnCall | null, call: OwnCall): boolean =>
  before?.by !== call.by || before?.kind !== call.kind || (call.escalated && !before?.escalated);
/** To a leader: whose conversation this page is in now. After a reload it says so again (rule E5). */
function useVisitNews(talks: readonly WorkTalk[]): void {
  const { visit } = useStaffI18n().staff.talk;
  const { announce } = useSurroundings();
  const visited = talks.find(({ seat }) => seat === 'leader');
  useEffect(() => {
    if (visited !== undefined) announce(visit.from(visited.alias));
  }, [visited?.conversationId]);
}

function newsWords(before: OwnCall | null, call: OwnCall, reach: Reach, i18n: StaffI18n): string {
  const { own: words } = i18n.staff.calls;
  const state = ownCallWords(call, reach, i18n);
  if (call.by !== null) return state;
  const heading = ownCallHeading(call, reach, i18n);
  return before === null || before.by === null ? `${heading}. ${state}` : words.back;
}
