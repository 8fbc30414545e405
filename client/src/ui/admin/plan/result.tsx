import { useId } from 'preact/hooks';
import type { Started } from '../../../state/plan/plan.ts';
import { outcomeOf, type Outcome } from '../../../state/plan/outcome.ts';
import type { Form } from '../../../state/plan/task-of.ts';
import css from '../../../styles/admin/plan/plan.module.css';
import { Button } from '../../parts/button.tsx';
import { useAdminI18n } from '../admin-words.ts';
import { Compare } from './compare.tsx';
import { DayDetail } from './day-detail.tsx';
import { PoolingPart } from './pooling-part.tsx';
import { PLAN_ID, usePlanText } from './plan-words.ts';
import { WeekTable } from './week-table.tsx';

interface ResultProps {
  readonly run: Started;
  readonly form: Form;
}

/** What the planner has found so far. Sums appear when all hours are there. */
export function Result({ run, form }: ResultProps) {
  const { week, print } = usePlanText().words;
  const id = useId();
  const isWhole = run.results.length === run.task.hours.length;
  const outcome = outcomeOf(run.task, run.results);
  const guesses = form.hours.filter(({ source }) => source !== 'measured');
  const mixed = guesses.length < form.hours.length;
  return (
    <>
      <section class={css['part']} aria-labelledby={PLAN_ID}>
        <h2 id={PLAN_ID} tabindex={-1}>
          {week.heading}
        </h2>
        {isWhole && <Summary outcome={outcome} />}
        <WeekTable run={run} guessed={new Set(mixed ? guesses.map(({ hour }) => hour) : [])} />
      </section>
      {isWhole && (
        <>
          <Compare outcome={outcome} task={run.task} />
          <DayDetail run={run} form={form} />
          {outcome.pooled !== null && <PoolingPart pooled={outcome.pooled} task={run.task} />}
          <section class={css['print']} aria-labelledby={id}>
            <h2 id={id}>{print.heading}</h2>
            <p>{print.text}</p>
            <Button kind="lamp" large onPress={() => window.print()}>
              {print.button}
            </Button>
          </section>
        </>
      )}
    </>
  );
}

function Summary({ outcome }: { readonly outcome: Outcome }) {
  const i18n = useAdminI18n();
  const { week } = usePlanText().words;
  const { asNeeded, short, impossible, now } = outcome;
  return (
    <div class={css['summary']}>
      <p class={css['lead']}>{i18n.plural(week.needed, asNeeded.volunteerHours)}</p>
      {now !== null && <p>{short > 0 ? i18n.plural(week.short, short) : week.enough}</p>}
      {impossible > 0 && <p>{i18n.plural(week.impossible, impossible)}</p>}
    </div>
  );
}
