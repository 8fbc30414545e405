import { useId } from 'preact/hooks';
import type { Outcome, WeekFigures } from '../../../state/plan/outcome.ts';
import type { PlanTask } from '../../../state/plan/plan.ts';
import { timeOfHour, weekdayOfHour } from '../../../state/plan/week.ts';
import css from '../../../styles/admin/plan/plan.module.css';
import { useAdminI18n } from '../admin-words.ts';
import { FiguresTable } from './figures-table.tsx';
import { usePlanText } from './plan-words.ts';

const FEW = 3;

interface CompareProps {
  readonly outcome: Outcome;
  readonly task: PlanTask;
}

/** The week as it is now, with one more volunteer in each open hour, and by the plan. */
export function Compare({ outcome, task }: CompareProps) {
  const i18n = useAdminI18n();
  const { words, number, percent, longDay, hours } = usePlanText();
  const id = useId();
  const { compare } = words;
  const { now, oneMore, asNeeded, unknown, best } = outcome;
  /** Whole people, unless they are few. */
  const about = (people: number): string =>
    number(people < FEW ? Math.max(0, people) : Math.round(people));
  const rows: (readonly [string, WeekFigures])[] = [];
  if (now !== null) rows.push([compare.now, now]);
  if (oneMore !== null) rows.push([compare.oneMore, oneMore]);
  rows.push([compare.planned, asNeeded]);
  return (
    <section class={css['part']} aria-labelledby={id}>
      <h2 id={id}>{compare.heading}</h2>
      <FiguresTable
        caption={compare.table}
        corner={compare.who}
        columns={[
          compare.volunteerHours,
          compare.inTime(number(task.goals.withinMin)),
          compare.left,
        ]}
        rows={rows.map(([name, figures]) => ({
          name,
          cells: [
            { text: number(figures.volunteerHours) },
            { text: percent(figures.servedInTime), share: figures.servedInTime },
            { text: percent(figures.left), share: figures.left },
          ],
        }))}
      />
      {now === null && <p>{compare.noStaff}</p>}
      {now !== null && unknown > 0 && <p>{i18n.plural(compare.unknown, unknown)}</p>}
      {now !== null && oneMore !== null && (
        <p>{compare.effect(about(now.leavers - oneMore.leavers))}</p>
      )}
      {best.length > 0 && (
        <>
          <h3>{compare.best}</h3>
          <ul class={css['best']}>
            {best.map(({ hour, now, oneMore }) => (
              <li key={hour}>
                {compare.gain(
                  `${longDay(weekdayOfHour(hour))} ${hours(timeOfHour(hour))}`,
                  percent(now.servedInTime),
                  percent(oneMore.servedInTime),
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
