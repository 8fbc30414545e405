import type { ComponentChildren } from 'preact';
import type { Language } from '@terskel/shared/models';
import { startersIn } from '../../i18n/staff/starters.ts';
import css from '../../styles/volunteer/guide.module.css';
import { PhoneLines } from '../parts/phone-lines.tsx';
import { useStaffI18n } from './staff-words.ts';

interface GuideProps {
  /** The seeker is in danger: that part comes first. */
  readonly urgent: boolean;
  /** A leader was called about the open conversation. */
  readonly called: boolean;
  /** The language of the open conversation or of the offer. */
  readonly language: Language | null;
  /** Inserts a prompt into the message box; null while there is no box. */
  readonly onInsert: ((text: string) => void) | null;
}

/** Short guidance: how to listen, how to begin, what to do if a life is in danger. */
export function Guide({ urgent, called, language, onInsert }: GuideProps) {
  const { locale, staff } = useStaffI18n();
  const { guide } = staff;
  const starters = startersIn(language ?? guide.language, locale);
  // Created again instead of moved: Chromium draws no list in a <details> that is moved and opened at once.
  const danger = (
    <Part key={`danger-${urgent}`} title={guide.dangerTitle} open={urgent} tone="danger">
      <ol class={css['steps']}>
        {[...guide.danger, called ? guide.leaderCalled : guide.callLeader].map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class={css['trace']}>{guide.trace}</p>
      <PhoneLines />
    </Part>
  );
  return (
    <aside id="guide" class={css['guide']} aria-label={guide.heading}>
      <h2 class={css['heading']} tabindex={-1}>
        {guide.heading}
      </h2>
      {urgent && danger}
      <Part key="listen" title={guide.listenTitle} open>
        <ul class={css['points']}>
          {guide.listen.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      </Part>
      <Part key="starters" title={guide.startersTitle} open={false}>
        <p class={css['hint']}>{starters === null ? guide.startersElse : guide.startersHint}</p>
        <ul class={css['starters']} lang={starters?.lang}>
          {(starters ?? startersIn(guide.language, locale))?.texts.map((starter) => (
            <li key={starter} dir="auto">
              {onInsert === null || starters === null ? (
                starter
              ) : (
                <button type="button" class={css['starter']} onClick={() => onInsert(starter)}>
                  {starter}
                </button>
              )}
            </li>
          ))}
        </ul>
      </Part>
      {!urgent && danger}
    </aside>
  );
}

function Part(props: {
  readonly title: string;
  readonly open: boolean;
  readonly tone?: 'danger';
  readonly children: ComponentChildren;
}) {
  return (
    <details class={css['part']} data-tone={props.tone} open={props.open}>
      <summary>
        <h3>{props.title}</h3>
      </summary>
      {props.children}
    </details>
  );
}
