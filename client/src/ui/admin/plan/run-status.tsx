import type { PlanRun, PlanTask } from '../../../state/plan/plan.ts';
import { sameTask } from '../../../state/plan/task-of.ts';
import css from '../../../styles/admin/plan/form.module.css';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icons.tsx';
import { PLAN_ID, usePlanText } from './plan-words.ts';

interface RunStatusProps {
  readonly run: PlanRun;
  /** What the form asks now. */
  readonly task: PlanTask | null;
  readonly onCancel: () => void;
}

/** Progress and *Cancel*. Start and end are announced politely; the hours between them are only shown. */
export function RunStatus({ run, task, onCancel }: RunStatusProps) {
  const { words, number } = usePlanText();
  const isStale = run.state !== 'none' && run.state !== 'running' && !sameTask(task, run.task);
  return (
    <div class={css['status']}>
      <p role="status">
        {run.state !== 'none' && words.states[run.state]}
        {isStale && ` ${words.stale}`}
      </p>
      {run.state !== 'none' && run.state !== 'running' && run.results.length > 0 && (
        <div>
          <Button
            kind="quiet"
            onPress={() => {
              document.getElementById(PLAN_ID)?.focus();
            }}
          >
            <Icon name="down" />
            {words.goToPlan}
          </Button>
        </div>
      )}
      {run.state === 'running' && (
        <div class={css['running']}>
          <progress
            aria-label={words.progress}
            value={run.results.length}
            max={run.task.hours.length}
          />
          <span class={css['count']}>
            {words.progressOf(number(run.results.length), number(run.task.hours.length))}
          </span>
          <Button onPress={onCancel}>{words.cancel}</Button>
        </div>
      )}
    </div>
  );
}
