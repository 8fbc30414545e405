/** The parts of a page's state and of the stored state that must be equal, without durations. */
import type { Talk } from '@terskel/client/state/model';
import type { VolunteerView } from '@terskel/client/state/volunteer-view';
import type { StaffRow } from '@terskel/server/domain/live-store';
import type { Conversation } from '@terskel/shared/models';

export type Shown = Omit<Talk, 'held'> & { readonly held?: boolean };

/** What a page must know of a conversation. */
export function marksOf(of: Shown | Conversation) {
  const { plannedMs, danger, held, volunteerKeys, transfer } = of;
  const alias = 'seats' in of ? of.seats.volunteer?.alias : of.alias;
  const leader = 'seats' in of ? (of.seats.leader?.alias ?? null) : of.leader;
  const previous = ('former' in of ? of.former : of.previous) ?? null;
  return { alias, leader, plannedMs, danger, held, volunteerKeys, transfer, previous };
}

/** What a page must know of a call (rule V4). */
export const callOf = (
  call: { readonly kind: string; readonly by: string | null; readonly escalated?: boolean } | null,
) => call && { kind: call.kind, by: call.by, escalated: call.escalated };

type Work = Extract<VolunteerView, { page: 'work' }>;
type Calls = Work['calls'] | StaffRow['calls'];
export const callsOf = (calls: Calls) =>
  calls.map(({ conversationId, alias, language, mine, ...call }) => ({
    ...{ conversationId, alias, language, mine },
    ...callOf(call),
  }));

/** What a page must know of stuck conversations (rule V7). */
export const stuckOf = (stuck: Work['stuck'] | StaffRow['stuck']) =>
  stuck.map((each) => {
    const { conversationId, alias, language, danger, why, by, mine, mayTakeOver } = each;
    return { conversationId, alias, language, danger, why, by, mine, mayTakeOver };
  });
