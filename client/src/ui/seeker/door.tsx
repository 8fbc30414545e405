import type { Intake } from '@terskel/shared/models';
import type { ComponentChildren } from 'preact';
import css from '../../styles/seeker/landing.module.css';
import { unable } from '../parts/able.ts';
import { association } from '../parts/association.ts';
import { Button } from '../parts/button.tsx';
import { useHeadingFocus, useSettled, useTitle } from '../parts/hooks.ts';
import { LampScene } from '../parts/lamp.tsx';
import { Notice } from '../parts/notice.tsx';
import { PhoneLines } from '../parts/phone-lines.tsx';
import { useI18n } from '../parts/surroundings.ts';
import { LateRefuge } from './load-late-screens.tsx';
import { IntakeLine, accepts } from './intake-line.tsx';

/** The first answer about intake may take this long before we say that there is none. */
const LOOKING_MS = 3_000;

interface DoorProps {
  readonly intake: Intake | null;
  /** False on the very first screen, where the browser itself begins at the top. */
  readonly takesFocus: boolean;
  readonly onStart: (inDanger: boolean) => void;
}

/** The first screen: who answers, whether somebody is there, what is kept, and one large *Start*. */
export function Door({ intake, takesFocus, onStart }: DoorProps) {
  const { words } = useI18n();
  const heading = useHeadingFocus(takesFocus);
  // Nothing known yet is not the same as nothing to be known. Until then *Start* is there already.
  const unknown = useSettled(intake === null, false, LOOKING_MS);
  const looking = intake === null && !unknown;
  const open = accepts(intake);
  const why = unable();
  useTitle(words.landing.title, words.brand);
  return (
    <div class={css['page']}>
      <section class={css['door']}>
        <div class={css['picture']}>
          <LampScene lit={open} />
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
          {why === null && (open || looking) && (
            <div class={css['start']}>
              <Button kind="lamp" large onPress={() => onStart(false)}>
                {words.landing.start}
              </Button>
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
          <LateRefuge />
        </section>
      )}
      <Facts />
    </div>
  );
}

function Facts() {
  const i18n = useI18n();
  const { locale, words } = i18n;
  const hours = association.hours?.[locale];
  const { facts } = words.landing;
  const { about } = words.exit;
  return (
    <section class={css['facts']}>
      <h2 class={css['factsTitle']}>{words.landing.factsTitle}</h2>
      {hours && (
        <Fact title={hours[0]}>
          <p class={css['times']}>{hours[1] + i18n.zone(association.timeZone)}</p>
        </Fact>
      )}
      <Fact title={facts.who.title}>
        <p>{facts.who.text}</p>
      </Fact>
      <Fact title={facts.time.title}>
        <p>{facts.time.text}</p>
      </Fact>
      <Fact title={facts.kept.title}>
        <p>{facts.kept.text}</p>
        <p>{facts.kept.limits}</p>
        <p>{facts.kept.trust}</p>
      </Fact>
      <Fact title={facts.between.title}>
        <p>{facts.between.text}</p>
        <p>{facts.between.untraceable}</p>
      </Fact>
      <Fact title={about.title}>
        <p>{about.how}</p>
        <p>{about.limits}</p>
      </Fact>
    </section>
  );
}

function Fact({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class={css['fact']}>
      <h3>{title}</h3>
      {children}
    </div>
  );
}
