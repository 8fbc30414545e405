import css from '../../../styles/admin/plan/plan.module.css';
import { useTitle } from '../../parts/hooks.ts';
import { useAdminI18n } from '../admin-words.ts';
import { ProblemNote } from '../notes.tsx';
import type { ScreenProps } from '../staff-screen.tsx';
import { plan } from './load-plan.ts';

/** The shift plan (rule T5). The heading is here at once; the rest loads with its own script. */
export function PlanSection({ view, actions }: ScreenProps) {
  const i18n = useAdminI18n();
  const words = i18n.admin.plan;
  useTitle(words.heading, i18n.words.brand);
  return (
    <>
      <div class={css['intro']}>
        <h1 tabindex={-1}>{words.heading}</h1>
        <p>{words.lead}</p>
      </div>
      <div class={css['screen']}>
        <ProblemNote view={view} of="plan" onAgain={() => actions.refresh()} />
      </div>
      <plan.View plan={view.plan} actions={actions.plan} />
    </>
  );
}
