import type { Intake } from '@terskel/shared/models';
import css from '../../styles/seeker/landing.module.css';
import { association } from '../parts/association.ts';
import { cx } from '../parts/hooks.ts';
import { useI18n, useSurroundings } from '../parts/surroundings.ts';

/** Whether intake accepts new tickets, so that *Start* is shown. Unknown counts as closed (rule I1). */
export function accepts(intake: Intake | null): intake is Intake {
  return intake !== null && (intake.state === 'open' || intake.state === 'busy');
}

/** The state of intake and the expected wait, in words, without claiming more than is known. */
export function IntakeLine(props: { readonly intake: Intake | null; readonly looking: boolean }) {
  const { intake } = props;
  const i18n = useI18n();
  const { clock } = useSurroundings();
  const { landing } = i18n.words;
  const state = landing.intake[intake?.state ?? 'unknown'];
  const next = intake?.opensAt;
  const open = accepts(intake);
  if (props.looking) {
    return (
      <div class={css['intake']} role="status">
        <p class={css['state']}>{landing.looking}</p>
      </div>
    );
  }
  return (
    <div class={css['intake']} role="status">
      <p class={cx(css['state'], open && css['isOpen'])}>{state.now}</p>
      {open ? (
        intake.wait !== null && <p>{i18n.wait(intake.wait)}</p>
      ) : (
        <p>
          {state.more}{' '}
          {next !== undefined && landing.opens(i18n.soon(next, clock.now(), association.timeZone))}
        </p>
      )}
      {open && <p>{landing.talkIn(i18n.oneOf(intake.languages))}</p>}
    </div>
  );
}
