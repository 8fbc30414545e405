/** Nodes, deadlines and the overview. */
import type { OverviewRow, Deadline, DueDeadline, Beat, Held, Done } from './rows.ts';

export interface NodeStore {
  /** Deadlines that are due, oldest first, at most `atMost`. */
  due(now: number, atMost: number): Promise<readonly DueDeadline[]>;
  clearDeadline(deadline: Deadline): Promise<void>;
  overview(now: number): Promise<OverviewRow>;
  /**
   * Heartbeat of a node. `beatAt`: time of its last answered one; null if none. `freshEpoch`: used if the store needs
   * a new epoch.
   */
  beat(node: string, freshEpoch: string, now: number, beatAt: number | null): Promise<Beat>;
  /** Time of the last heartbeat of each node, by that node's clock: compare only values of the same node. */
  beats(): Promise<ReadonlyMap<string, number>>;
  /**
   * Sessions that a node holds. With `beat`, its last seen heartbeat: null if it has sent one since, or is forgotten.
   */
  heldBy(node: string, beat: number | null): Promise<readonly Held[] | null>;
  /** `wrong_state`: the node holds a session again. */
  forgetNode(node: string): Done;
  /** True if the live store answers; rejects if it does not. */
  ready(): Promise<boolean>;
}
