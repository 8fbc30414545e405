import { useId } from 'preact/hooks';
import { type Days, KINDS, type Kind, periodsOf } from '../../../figures/periods.ts';
import type { PeriodChoice, Report } from '../../../figures/report.ts';
import fields from '../../../styles/admin/fields.module.css';
import css from '../../../styles/admin/statistics.module.css';
import { Button } from '../../parts/button.tsx';
import { Picks } from '../picks.tsx';
import { useFigures } from './words.ts';

interface PeriodFormProps {
  readonly days: Days;
  readonly choice: PeriodChoice;
  /** Null while no period of this kind has ended. */
  readonly report: Report | null;
  readonly onChoose: (choice: PeriodChoice) => void;
}

/** The kind of period, the period, and its neighbours. The page changes at once. */
export function PeriodForm({ days, choice, report, onChoose }: PeriodFormProps) {
  const { words, format } = useFigures();
  const { kind } = choice;
  const periods = periodsOf(kind, days);
  const at = periods.indexOf(report?.period ?? '');
  const go = (period: string | undefined): void => {
    if (period !== undefined) onChoose({ kind, period });
  };
  return (
    <section class={css['period']} aria-label={words.period.heading}>
      <Picks<Kind>
        legend={words.period.kind}
        options={KINDS.map((value) => ({ value, label: words.period.kinds[value] }))}
        chosen={[kind]}
        onChange={([chosen = kind]) => onChoose({ kind: chosen, period: null })}
      />
      {report !== null && (
        <div class={css['which']}>
          <Which {...{ periods, kind }} period={report.period} onChange={go} />
          <div class={css['steps']}>
            <Button off={at + 1 >= periods.length} onPress={() => go(periods[at + 1])}>
              {words.period.older}
            </Button>
            <Button off={at <= 0} onPress={() => go(periods[at - 1])}>
              {words.period.newer}
            </Button>
          </div>
        </div>
      )}
      <p role="status" class={css['shown']}>
        {report === null ? words.tooEarly[kind] : format.period(report.period)}
      </p>
    </section>
  );
}

interface WhichProps {
  readonly periods: readonly string[];
  readonly kind: Kind;
  readonly period: string;
  readonly onChange: (period: string) => void;
}

/** A list, or for days, of which there are many, a date field. */
function Which({ periods, kind, period, onChange }: WhichProps) {
  const { words, format } = useFigures();
  const id = useId();
  return (
    <div class={fields['field']}>
      <label for={id}>{words.period.which[kind]}</label>
      {kind === 'day' ? (
        <input
          id={id}
          type="date"
          value={period}
          min={periods.at(-1)}
          max={periods[0]}
          onChange={(event) => {
            if (periods.includes(event.currentTarget.value)) onChange(event.currentTarget.value);
          }}
        />
      ) : (
        <select id={id} value={period} onChange={(event) => onChange(event.currentTarget.value)}>
          {periods.map((one) => (
            <option key={one} value={one}>
              {format.period(one)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
