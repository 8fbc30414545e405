/**
 * The reference model: what each operation of the live store answers, changes and sends, in one process with plain
 * records. It is written from the rules, to be compared with the scripts. When both agree on every answer and every
 * event, they hold the same state.
 */
import { LANGUAGES, TOPICS } from '@terskel/shared/choices';
import { TIMES } from '@terskel/shared/limits';
import { refused } from '@terskel/server/domain/ports';
import type { LiveStore } from '@terskel/server/domain/live-store';
import type { CountStore } from '@terskel/server/domain/live-store/counts';
import { asides } from './asides.ts';
import { calls } from './calls.ts';
import { people } from './people.ts';
import { queue } from './queue.ts';
import { restore } from './restore.ts';
import { stuckRules } from './stuck.ts';
import { talk } from './talk.ts';
import { transfers } from './transfers.ts';
import { visits } from './visits.ts';
import { countDuty } from './counts.ts';
import * as st from './state.ts';

/** The same functions, answering synchronously. */
export type Rules<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => Promise<infer R> ? (...args: A) => R : never;
};

const inLane = (tickets: readonly st.TicketRecord[]) => ({
  waiting: tickets.length,
  urgent: tickets.filter(({ urgent }) => urgent).length,
});

/** Not called here: see `store/talk/feedback.test.ts`, `store/whole/counts-release.test.ts` and `fuzz/books.test.ts`. */
type Apart = 'giveFeedback' | 'comments' | Exclude<keyof CountStore, 'countDuty'>;

export function createModel() {
  const s = st.emptyState();
  const rules: Rules<Omit<LiveStore, Apart>> = {
    ...queue(s),
    ...talk(s),
    ...transfers(s),
    ...calls(s),
    ...stuckRules(s),
    ...visits(s),
    ...asides(s),
    ...people(s),
    ...restore(s),
    countDuty: (now, open) => countDuty(s, now, open),
    due(now, atMost) {
      const ripe = [...s.deadlines].filter(([, at]) => at <= now);
      ripe.sort(([a, atA], [b, atB]) => (atA === atB ? (a < b ? -1 : 1) : atA - atB));
      return ripe.slice(0, atMost).map(([deadline, dueAt]) => {
        const [kind = '', id = ''] = deadline.split(' ');
        return { kind, id, dueAt };
      });
    },
    clearDeadline: ({ kind, id }) => void s.deadlines.delete(`${kind} ${id}`),
    expireTombstone(id, now) {
      if (!st.isDue(s, `tombstone ${id}`, now)) return refused('wrong_state');
      s.deadlines.delete(`tombstone ${id}`);
      s.tombstones.delete(id);
      return { ok: true };
    },
    dropTombstone(id) {
      s.deadlines.delete(`tombstone ${id}`);
      return s.tombstones.delete(id) ? { ok: true } : refused('wrong_state');
    },
    overview(now) {
      const languages = LANGUAGES.filter((language) => s.versions.has(language));
      const waiting = languages.flatMap((language) => st.waitingIn(s, language));
      // In queue order: with clocks that differ, a node may have opened a ticket earlier than one ahead of it.
      const heads = languages
        .map((language) => st.waitingIn(s, language))
        .flatMap((line) => [line[0], line.find(({ score }) => score >= 0)])
        .filter((ticket) => ticket !== undefined);
      const lanes = languages.flatMap((language) =>
        [...TOPICS, null].map((topic) => {
          const there = st.waitingIn(s, language).filter((t) => (t.topic ?? null) === topic);
          return Object.assign({ language, topic }, inLane(there));
        }),
      );
      const there = st.onDuty(s);
      return {
        lanes: lanes.filter((lane) => lane.waiting > 0),
        versions: Object.fromEntries(s.versions),
        matches: Object.fromEntries(languages.map((each) => [each, s.matches.get(each) ?? []])),
        oldestWaitMs:
          heads.length === 0 ? null : Math.max(0, now - Math.min(...heads.map((t) => t.openedAt))),
        ...{ waiting: waiting.length, onDuty: there.length, leaders: st.leaders(s).length },
        ready: there.filter((v) => st.hasRoom(s, v)).length,
        answering: there.filter((v) => st.answers(s, v, now)).length,
        conversations: there.flatMap((v) => st.heldBy(s, v)).length,
      };
    },
    onDuty: () => new Set(st.onDuty(s).map(({ id }) => `staff ${id}`)),
    beat(node, fresh, now, beatAt) {
      if (s.epoch === null || s.epoch.isOver) {
        if (s.counting.size > 0) s.said.clear();
        s.epoch = { id: fresh, isOver: false, bornAt: now, lostAt: beatAt ?? now, holdUntil: null };
        if (beatAt !== null) st.holdOffers(s, now + TIMES.restoreHoldMs);
      }
      const before = s.nodes.get(node) ?? 0;
      const forgotten = before === 0 || (beatAt !== null && before !== beatAt);
      s.nodes.set(node, now);
      return { epoch: s.epoch.id, forgotten };
    },
    beats: () => new Map(s.nodes),
    forgetNode(node) {
      const people = [...s.sessions.values(), ...s.volunteers.values()];
      if (people.some((who) => who.node === node)) {
        s.nodes.set(node, 0);
        return refused('wrong_state');
      }
      s.nodes.delete(node);
      s.left.delete(node);
      return { ok: true };
    },
    ready: () => true,
  };
  return {
    state: s as Readonly<st.State>,
    rules,
    counted: s.counted,
    /** The store restarts empty. */
    lose(): void {
      s.counted.losses += 1;
      Object.assign(s, {
        ...st.emptyState(),
        counted: s.counted,
        ended: s.ended,
        broughtBack: s.broughtBack,
      });
    },
    /** The store fails over to a replica that lacks nothing. */
    failOver(): void {
      if (s.epoch) s.epoch.isOver = true;
    },
    /** Events since the last call. */
    told(): st.Told[] {
      return s.told.splice(0);
    },
  };
}
export type Model = ReturnType<typeof createModel>;
