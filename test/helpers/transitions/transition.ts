/**
 * One change of the live store by a script, as people cause it: a row of the tests that kill nodes and lose stores in the
 * middle of it (`flow/transition-kills`, `flow/transition-losses`). A new transition needs a new row only.
 */
import type { Cast, Seen, Who } from '../cast.ts';
import type { Script } from '../doomed-node.ts';

export interface Transition {
  /** Completes "when …". */
  readonly name: string;
  readonly rule: string;
  /** The script that executes it. */
  readonly script: Script;
  /** The person whose node executes it; `clock`: it is due, and any node executes it. */
  readonly by: Who | 'clock';
  /** From the start of a cast to the state before. */
  readonly prepare?: (on: Cast) => Promise<void>;
  /** What somebody presses; for the clock, how time passes in nodes of this process. */
  readonly act: (on: Cast) => void | Promise<void>;
  /** More than this one script is needed, one after the other. */
  readonly takesSeveral?: true;
  /** A later script of what another row presses as well: what a loss of the store does then is checked there. */
  readonly isLaterStep?: true;
  /** All pages show it. */
  readonly isDone: (seen: Seen) => boolean;
  /** The same after a loss of the store, if that has other consequences as well. */
  readonly isDoneAfterLoss?: (seen: Seen) => boolean;
}

/** The conversation that the volunteer has, or had. */
export function idOf({ seen: { volunteer } }: Cast) {
  const id = (volunteer.talks[0] ?? volunteer.ended[0])?.conversationId;
  if (id === undefined) throw new Error('there was no conversation');
  return id;
}

export const actionsOf = ({ seeker, staff }: Cast) => ({
  seeker: seeker.controller.actions,
  volunteer: staff.volunteer.controller.actions,
  colleague: staff.colleague.controller.actions,
  leader: staff.leader.controller.actions,
});
