import type { Intake } from '@terskel/shared/models';
import css from '../../styles/seeker/landing.module.css';
import { unable } from '../parts/able.ts';
import { Button } from '../parts/button.tsx';
import { useHeadingFocus, useSettled, useTitle } from '../parts/hooks.ts';
import { Notice } from '../parts/notice.tsx';
import { PhoneLines } from '../parts/phone-lines.tsx';
import { useI18n } from '../parts/surroundings.ts';
import { LateFacts, LateSelfHelp, LateScene } from './load-late-screens.tsx';
import { IntakeLine, accepts } from './intake-line.tsx';

/** How long the page waits for the first answer about intake before it says that it is unknown (ms). */
const LOOKING_MS = 3_000;

interface LandingProps {
  readonly intake: Intake | null;
  /** False on the first screen after the page loads: there the browser places the focus itself. */
  readonly takesFocus: boolean;
  readonly onStart: (inDanger: boolean) => void;
}

/** The first screen: who answers, whether intake is open, what is stored, and one large *Start* button. */
export function Landing({ intake, takesFocus, onStart }: LandingProps) {
  const { locale, words } = useI18n();
  const heading = useHeadingFocus(takesFocus);
  // "Still loading" and "could not be loaded" are different states. While loading, *Start* is already shown.
  const unknown = useSettled(intake === null, false, LOOKING_MS);
  const looking = intake === null && !unknown;
  const open = accepts(intake);
  const why = unable();
  useTitle(words.landing.title, words.brand);
  return (
    <div class={css['page']}>
      <section class={css['top']}>
        <div class={css['picture']}>
          <LateScene lit={open} />
        </div>
        <div class={css['welcome']}>
          <h1 tabindex={-1} ref={heading}>
            {words.landing.heading}
          </h1>
          <p class={css['lead']}>{words.landing.lead}</p>
          <p class={css['lead']}>{words.landing.promise}</p>
          <IntakeLine intake={intake} looking={looking} />
          {why !== null && (
            <Notice>
              <p>{words.landing.unable[why]}</p>
            </Notice>
          )}
          {why === null && (
            <div class={css['start']}>
              {(open || looking) && (
                <Button kind="lamp" large onPress={() => onStart(false)}>
                  {words.landing.start}
                </Button>
              )}
              <Button kind="night" large onPress={() => onStart(true)}>
                {words.landing.danger}
              </Button>
            </div>
          )}
        </div>
      </section>
      {(why !== null || (!open && !looking)) && (
        <section class={css['others']}>
          <h2>{words.landing.othersTitle}</h2>
          <p>{words.landing.others}</p>
          <PhoneLines />
          <LateSelfHelp />
        </section>
      )}
      <LateFacts />
      <p class={css['about']}>
        <a href={`/about?lang=${locale}`} target="_blank" rel="noopener">
          {words.landing.about}
        </a>
      </p>
    </div>
  );
}
