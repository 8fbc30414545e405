/** The state of the section *Shift plan*, and its actions. */
import type { Statistics } from '@terskel/shared/statistics';
import type { HourResult, PlanTask } from '../../planner/task.ts';
import type { FieldName, Texts } from './fields.ts';
import type { Week } from './week.ts';

export type { HourResult, PlanTask };

export interface PlanChoices {
  /** What was written into the fields; those that were not touched are missing. */
  readonly texts: Texts;
  /** Null: not touched. */
  readonly week: Week | null;
  /** Conversations that a volunteer may hold at a time. */
  readonly atOnce: 1 | 2;
}

/** A computation that was started. */
export interface Started {
  /** `stopped`: by the coordinator. */
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly task: PlanTask;
  /** In the order of the task's hours. */
  readonly results: readonly HourResult[];
}
export type PlanRun = { readonly state: 'none' } | Started;

export interface PlanWork {
  /** Null: not loaded. */
  readonly statistics: Statistics | null;
  readonly choices: PlanChoices;
  readonly run: PlanRun;
}

export const NEW_CHOICES: PlanChoices = { texts: {}, week: null, atOnce: 1 };
export const NEW_PLAN: PlanWork = {
  statistics: null,
  choices: NEW_CHOICES,
  run: { state: 'none' },
};

export interface PlanActions {
  choose(choices: PlanChoices): void;
  /** Replaces a computation that is running. */
  start(task: PlanTask): void;
  cancel(): void;
}

/** The choices with one text written. */
export const withText = (choices: PlanChoices, name: FieldName, text: string): PlanChoices => ({
  ...choices,
  texts: { ...choices.texts, [name]: text },
});
