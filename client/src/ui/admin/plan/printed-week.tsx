import type { Started } from '../../../state/plan/plan.ts';
import { gridOf } from '../../../state/plan/grid.ts';
import { DAYS } from '../../../state/plan/week.ts';
import css from '../../../styles/admin/plan/sheet.module.css';
import { useI18n } from '../../parts/surroundings.ts';
import { usePlanText } from './plan-words.ts';

/** Height of all rows, of the number in a box, and of a line to write on. */
const ROWS_MM = 150;
const NUMBER_MM = 8;
const LINE_MM = 8;

/** The week on one A4 sheet, sideways: how many are needed, and lines for names. Only in print. */
export function PrintedWeek({ run }: { readonly run: Started }) {
  const { brand } = useI18n().words;
  const { words, longDay, hours, number } = usePlanText();
  const rows = gridOf(run.task, run.results);
  const lines = Math.max(0, Math.floor((ROWS_MM / rows.length - NUMBER_MM) / LINE_MM));
  return (
    <div class={css['sheet']} data-rows={rows.length > 12 ? 'many' : 'few'}>
      <p class={css['title']}>
        <strong>{words.print.title}</strong>
        <span>{brand}</span>
        <span class={css['blank']}>{words.print.week}</span>
      </p>
      <table class={css['week']}>
        <thead>
          <tr>
            <th scope="col">{words.week.hour}</th>
            {DAYS.map((day) => (
              <th key={day} scope="col">
                {longDay(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ time, slots }) => (
            <tr key={time}>
              <th scope="row">{hours(time)}</th>
              {slots.map((slot, day) => (
                <td key={day} data-state={slot.state}>
                  {slot.state === 'planned' && (
                    <>
                      <span class={css['needed']}>
                        {slot.needed === null ? words.week.more : number(slot.needed)}
                      </span>
                      {Array.from({ length: Math.min(lines, slot.needed ?? lines) }, (_, nth) => (
                        <span key={nth} class={css['line']} />
                      ))}
                    </>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class={css['foot']}>{words.print.foot}</p>
    </div>
  );
}
