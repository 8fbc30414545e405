import css from '../../../styles/admin/plan/plan.module.css';
import { usePlanText } from './plan-words.ts';

/** What the model leaves out, in plain words (rule T5). */
export function AboutPlan() {
  const { about } = usePlanText().words;
  return (
    <section class={css['about']}>
      <h2>{about.heading}</h2>
      <ul>
        {about.list.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
