import { useId } from 'preact/hooks';
import type { PooledWeek } from '../../../state/plan/outcome.ts';
import type { PlanTask } from '../../../state/plan/plan.ts';
import css from '../../../styles/admin/plan/plan.module.css';
import { useAdminI18n } from '../admin-words.ts';
import { FiguresTable } from './figures-table.tsx';
import { usePlanText } from './plan-words.ts';

interface PoolingPartProps {
  readonly pooled: PooledWeek;
  readonly task: PlanTask;
}

/** Two associations apart, and with one queue. */
export function PoolingPart({ pooled, task }: PoolingPartProps) {
  const i18n = useAdminI18n();
  const { words, number, percent } = usePlanText();
  const id = useId();
  const { neededApart, neededPooled, apart, together } = pooled;
  const saved = neededApart - neededPooled;
  const known = apart !== null && together !== null;
  const rows = [
    { name: words.pooled.apart, needed: neededApart, at: apart },
    { name: words.pooled.together, needed: neededPooled, at: together },
  ];
  return (
    <section class={css['part']} aria-labelledby={id}>
      <h2 id={id}>{words.pooled.heading}</h2>
      <p>{saved > 0 ? i18n.plural(words.pooled.saved, saved) : words.pooled.same}</p>
      <FiguresTable
        caption={words.pooled.table}
        corner={words.pooled.who}
        columns={[
          words.pooled.needed,
          ...(known
            ? [words.compare.inTime(number(task.goals.withinMin)), words.compare.left]
            : []),
        ]}
        rows={rows.map(({ name, needed, at }) => ({
          name,
          cells: [
            { text: number(needed) },
            ...(at === null
              ? []
              : [
                  { text: percent(at.servedInTime), share: at.servedInTime },
                  { text: percent(at.left), share: at.left },
                ]),
          ],
        }))}
      />
      {!known && <p>{words.pooled.unknown}</p>}
      <p class={css['small']}>{words.pooled.approximate}</p>
    </section>
  );
}
