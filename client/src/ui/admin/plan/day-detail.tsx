import { useId } from 'preact/hooks';
import type { Started, HourResult } from '../../../state/plan/plan.ts';
import type { Form, PlannedHour } from '../../../state/plan/task-of.ts';
import { DAYS, timeOfHour, weekdayOfHour } from '../../../state/plan/week.ts';
import css from '../../../styles/admin/plan/plan.module.css';
import { useSignal } from '../../parts/signals.ts';
import { Picks } from '../picks.tsx';
import { DayChart } from './day-chart.tsx';
import { FiguresTable } from './figures-table.tsx';
import { usePlanText } from './plan-words.ts';

interface DayDetailProps {
  readonly run: Started;
  readonly form: Form;
}

/** The hours of one day: seekers, volunteers, and what happens now, with one more, and by the plan. */
export function DayDetail({ run, form }: DayDetailProps) {
  const text = usePlanText();
  const { words, longDay } = text;
  const id = useId();
  const { task, results } = run;
  const day = useSignal(weekdayOfHour(task.hours[0]?.hour ?? 0));
  const sources = new Map(form.hours.map((hour) => [hour.hour, hour.source]));
  const found = new Map(results.map((result) => [result.hour, result]));
  const hours = task.hours.flatMap((asked): Hour[] => {
    const result = found.get(asked.hour);
    if (result === undefined || weekdayOfHour(asked.hour) !== day.value) return [];
    return [{ ...asked, plan: result.plan, source: sources.get(asked.hour) }];
  });
  return (
    <section class={css['part']} aria-labelledby={id}>
      <h2 id={id}>{words.day.heading}</h2>
      <Picks
        legend={words.day.pick}
        options={DAYS.map((value) => ({ value, label: longDay(value) }))}
        chosen={[day.value]}
        onChange={([chosen = 0]) => {
          day.value = chosen;
        }}
      />
      {hours.length === 0 ? (
        <p>{words.day.closed}</p>
      ) : (
        <>
          <DayChart
            hours={hours.map(({ hour, present, plan }) => ({
              time: timeOfHour(hour),
              needed: plan.needed,
              present,
            }))}
          />
          <FiguresTable
            caption={words.day.table(longDay(day.value))}
            corner={words.day.hour}
            columns={[
              words.day.seekers,
              words.day.needed,
              words.day.present,
              words.day.inTime,
              words.day.left,
            ]}
            rows={hours.map((hour) => rowOf(hour, text))}
          />
        </>
      )}
    </section>
  );
}

interface Hour {
  readonly hour: number;
  readonly arrivals: number;
  readonly present: number | null;
  readonly plan: HourResult['plan'];
  /** Undefined: the hour is no longer in the form. */
  readonly source: PlannedHour['source'] | undefined;
}

function rowOf(
  { hour, arrivals, present, plan, source }: Hour,
  { words, number, percent, hours }: ReturnType<typeof usePlanText>,
) {
  const { day, week } = words;
  const { now, oneMore, asNeeded, needed } = plan;
  const three = (of: (at: HourResult['plan']['now']) => number): string =>
    [
      ...(present === null
        ? []
        : [`${day.nowTo} ${percent(of(now))}`, `${day.oneMoreTo} ${percent(of(oneMore))}`]),
      ...(asNeeded === null ? [] : [`${day.planTo} ${percent(of(asNeeded))}`]),
    ].join(' · ');
  return {
    name: hours(timeOfHour(hour)),
    cells: [
      {
        text:
          source === undefined ? number(arrivals) : `${number(arrivals)} (${day.sources[source]})`,
      },
      { text: needed === null ? week.more : number(needed) },
      { text: present === null ? day.unknown : number(present) },
      { text: three((at) => at.servedInTime) },
      { text: three((at) => at.left) },
    ],
  };
}
