import { useEffect, useRef } from 'preact/hooks';
import type { OthersCall, WorkTalk } from '../../state/volunteer-view.ts';
import { useSignal } from '../parts/signals.ts';
import { useSurroundings } from '../parts/surroundings.ts';
import { untaken } from './calls.tsx';
import { ownCallWords, reachOf, type Reach } from './own-call.tsx';
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
    alarm.value = alarm.peek() === text ? `${text}\u00A0` : text;
  });
  useOwnNews(view.talks, reachOf(view));
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
  const open = new Map(untaken(calls).map((call) => [`${call.conversationId} ${call.kind}`, call]));
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
  const calls = new Map(
    talks.flatMap(({ conversationId, call }) => (call === null ? [] : [[conversationId, call]])),
  );
  const known = useRef(calls);
  const key = [...calls].map(([id, { kind, by }]) => `${id} ${kind} ${by}`).join();
  useEffect(() => {
    const ids = new Set(talks.map(({ conversationId }) => conversationId));
    for (const [id, call] of calls) {
      const before = known.current.get(id);
      if (before?.by === call.by && before?.kind === call.kind) continue;
      const isBack = call.by === null && before !== undefined && before.by !== null;
      const state = ownCallWords(call, reach, i18n);
      announce(isBack ? words.back : call.by === null ? `${words[call.kind]}. ${state}` : state);
    }
    for (const id of known.current.keys())
      if (!calls.has(id) && ids.has(id)) announce(words.withdrawn);
    known.current = calls;
  }, [key]);
}
