import type { Started } from '../../../state/plan/plan.ts';
import { gridOf, type Slot } from '../../../state/plan/grid.ts';
import { isShort } from '../../../state/plan/outcome.ts';
import { DAYS, HOURS_OF_DAY } from '../../../state/plan/week.ts';
import css from '../../../styles/admin/plan/week.module.css';
import { usePlanText } from './plan-words.ts';

/** More volunteers than this have the same colour. */
const DARKEST = 6;

interface WeekTableProps {
  readonly run: Started;
  /** Hours of the week that are not measured; empty if none is. */
  readonly guessed: ReadonlySet<number>;
}

/** Volunteers needed, hour by hour: a table whose cells are darker the more are needed. */
export function WeekTable({ run, guessed }: WeekTableProps) {
  const text = usePlanText();
  const { week } = text.words;
  const rows = gridOf(run.task, run.results);
  const knows = run.task.hours.some(({ present }) => present !== null);
  return (
    <figure class={css['figure']}>
      <table class={css['week']}>
        <caption class="heard">{week.table}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="heard">{week.hour}</span>
            </th>
            {DAYS.map((day) => (
              <th key={day} scope="col">
                <span class="heard">{text.longDay(day)}</span>
                <span class={css['short']} aria-hidden="true">
                  {text.shortDay(day)}
                </span>
                <span class={css['narrow']} aria-hidden="true">
                  {text.narrowDay(day)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ time, slots }) => (
            <tr key={time}>
              <th scope="row">{text.hours(time)}</th>
              {slots.map((slot, day) => (
                <Cell key={day} slot={slot} guessed={guessed.has(day * HOURS_OF_DAY + time)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <figcaption>
        <ul class={css['legend']}>
          {knows && (
            <li>
              <span aria-hidden="true">↑ </span>
              {week.legendShort}
            </li>
          )}
          {guessed.size > 0 && (
            <li>
              <span aria-hidden="true">~ </span>
              {week.legendGuess}
            </li>
          )}
          <li>
            <span class={css['sample']} data-state="closed" aria-hidden="true" />
            {week.legendClosed}
          </li>
        </ul>
      </figcaption>
    </figure>
  );
}

function Cell({ slot, guessed }: { readonly slot: Slot; readonly guessed: boolean }) {
  const { words, number } = usePlanText();
  const { week } = words;
  if (slot.state !== 'planned') {
    return (
      <td data-state={slot.state}>
        <span class="heard">{slot.state === 'closed' ? week.isClosed : week.isOpen}</span>
      </td>
    );
  }
  const { needed, present } = slot;
  const short = isShort(present, needed);
  return (
    <td data-level={Math.min(DARKEST, needed ?? DARKEST)}>
      <span class={css['needed']}>
        {guessed && <span aria-hidden="true">~</span>}
        {needed === null ? <small>{week.more}</small> : number(needed)}
        {short && <span aria-hidden="true">↑</span>}
      </span>
      {present !== null && <span class={css['now']}>{week.now(number(present))}</span>}
      {short && <span class="heard">, {week.isShort}</span>}
      {guessed && <span class="heard">, {week.isGuess}</span>}
    </td>
  );
}
