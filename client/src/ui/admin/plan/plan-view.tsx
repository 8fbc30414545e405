import { useMemo } from 'preact/hooks';
import type { I18n } from '../../../i18n/i18n.ts';
import { planFormats } from '../../../i18n/plan/formats.ts';
import { PLAN } from '../../../i18n/plan/words.ts';
import type { PlanActions, PlanWork } from '../../../state/plan/plan.ts';
import { formOf } from '../../../state/plan/task-of.ts';
import { DEFAULT_WEEK, weekOf } from '../../../state/plan/week.ts';
import css from '../../../styles/admin/plan/plan.module.css';
import { association } from '../../parts/association.ts';
import { useWords } from '../../parts/lazy.tsx';
import { useAdminI18n } from '../admin-words.ts';
import { AboutPlan } from './about-plan.tsx';
import { PlanForm } from './plan-form.tsx';
import { PlanContext } from './plan-words.ts';
import { PrintedWeek } from './printed-week.tsx';
import { Result } from './result.tsx';

export interface PlanProps {
  readonly plan: PlanWork;
  readonly actions: PlanActions;
}

/** The opening hours of the settings, or a guess. */
const KNOWN = association.week === undefined ? DEFAULT_WEEK : weekOf(association.week);

/** Assumptions, the computation, and what it found. */
export function View({ plan, actions }: PlanProps) {
  const i18n = useAdminI18n();
  const words = useWords(PLAN);
  const formats = useMemo(() => planFormats(i18n), [i18n]);
  const text = useMemo(
    () => (words === undefined ? null : { ...formats, words }),
    [formats, words],
  );
  const { statistics, choices, run } = plan;
  const form = useMemo(() => formOf({ statistics, choices }, KNOWN), [statistics, choices]);
  if (text === null) return null;
  return (
    <PlanContext.Provider value={text}>
      <div class={css['screen']}>
        <PlanForm
          plan={plan}
          form={form}
          actions={actions}
          hoursKnown={association.week !== undefined}
        />
        {run.state !== 'none' && <Result run={run} form={form} />}
        <AboutPlan />
      </div>
      {run.state !== 'none' && <PrintedWeek run={run} />}
    </PlanContext.Provider>
  );
}

export const prepare = (i18n: I18n): Promise<unknown> => PLAN.load(i18n);
