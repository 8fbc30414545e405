/** The texts and formats of the shift plan, for its views. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PlanFormats } from '../../../i18n/plan/formats.ts';
import type { PlanWords } from '../../../i18n/plan/words.ts';

export interface PlanText extends PlanFormats {
  readonly words: PlanWords;
}

export const PlanContext = createContext<PlanText | null>(null);

export function usePlanText(): PlanText {
  const text = useContext(PlanContext);
  if (text === null) throw new Error('a view outside the plan');
  return text;
}

/** The heading of the result. */
export const PLAN_ID = 'plan-result';
