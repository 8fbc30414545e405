import type { ComponentChildren } from 'preact';
import css from '../../styles/seeker/facts.module.css';
import { useBarHeight } from '../parts/bar-height.ts';
import { association } from '../parts/association.ts';
import { useI18n } from '../parts/surroundings.ts';
import { useLateWords } from './use-late-words.ts';

/** Information below the first screen: opening hours, who answers, what is stored, confidentiality, how to leave. */
export function Facts() {
  useBarHeight();
  const i18n = useI18n();
  const { facts, aboutLeaving: about } = useLateWords();
  const hours = association.hours?.[i18n.locale];
  return (
    <section class={css['facts']}>
      <h2 class={css['factsTitle']}>{facts.heading}</h2>
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

function Fact(props: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <div class={css['fact']}>
      <h3>{props.title}</h3>
      {props.children}
    </div>
  );
}
