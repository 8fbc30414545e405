/** What a leader's lists of calls and of stuck conversations have in common. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import side from '../../styles/volunteer/side-list.module.css';
import { Icon } from '../parts/icons.tsx';

interface LeaderListProps {
  readonly heading: string;
  readonly children: ComponentChildren;
}

export function LeaderList({ heading, children }: LeaderListProps) {
  const headingId = useId();
  return (
    <section class={side['list']} aria-labelledby={headingId}>
      <h2 id={headingId} class={side['heading']} tabindex={-1}>
        {heading}
      </h2>
      <ul class={side['list']}>{children}</ul>
    </section>
  );
}

/** An entry. `by`: the leader who attends to it. */
interface Entry {
  readonly by: string | null;
  readonly mine: boolean;
  readonly since: number;
}

/** Sort order: those that another leader attends to last, danger first, then the oldest. */
export const leaderOrder =
  <T extends Entry>(isDanger: (entry: T) => boolean) =>
  (one: T, other: T): number => {
    const [isDone, isOtherDone] = [one, other].map(({ by, mine }) => by !== null && !mine);
    if (isDone !== isOtherDone) return isDone === true ? 1 : -1;
    const danger = isDanger(one);
    if (danger !== isDanger(other)) return danger ? -1 : 1;
    return one.since - other.since;
  };

/** Those to which no leader attends yet. */
export const unattended = <T extends Entry>(entries: readonly T[]): readonly T[] =>
  entries.filter(({ by }) => by === null);

/** Their number, beside the button that leads from a conversation to the overview. */
export function OpenCount({ text, danger }: { readonly text: string; readonly danger: boolean }) {
  return (
    <span class={side['count']}>
      {danger && <Icon name="warn" />}
      {text}
    </span>
  );
}
