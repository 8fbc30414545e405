import { useId } from 'preact/hooks';
import type { StaffI18n } from '../../i18n/i18n.ts';
import css from '../../styles/volunteer/overview.module.css';
import { Button } from '../parts/button.tsx';
import { useNow } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { Notice } from '../parts/notice.tsx';
import { ownTalks } from './own-talks.ts';
import { useStaffI18n, waitedWords } from './staff-words.ts';
import type { WorkView } from './work.tsx';

/** The queue, as counts only (rule V1), and *Take next* (rule O2). */
export function Overview(props: { readonly view: WorkView; readonly onTake: () => void }) {
  const { view } = props;
  const i18n = useStaffI18n();
  const { overview: words } = i18n.staff;
  const { overview } = view;
  const reasonId = useId();
  const headingId = useId();
  const { waiting } = overview.intake;
  const now = useNow(15_000);
  const urgent = overview.lanes.reduce((sum, lane) => sum + lane.urgent, 0);
  const blocked = whyNotTake(view, i18n);
  const offered = view.offer !== null;
  const nobody = offered ? words.nobodyElse : words.nobody;
  // The server still counts this volunteer as ready, but the offer makes them busy.
  const counted =
    view.availability.state === 'ready' && ownTalks(view).length < view.staff.capacity;
  const free = overview.ready - (offered && counted && overview.ready > 0 ? 1 : 0);
  return (
    <section class={css['overview']} aria-labelledby={headingId}>
      <h2 id={headingId} class={css['heading']} tabindex={-1}>
        {words.heading}
      </h2>
      <p class={css['waiting']}>{waiting === 0 ? nobody : i18n.plural(words.waiting, waiting)}</p>
      {urgent > 0 && (
        <p class={css['urgent']}>
          <Icon name="warn" />
          {i18n.plural(words.urgent, urgent)}
        </p>
      )}
      {overview.oldestWaitMs !== null && (
        // The service sends this value only when something else changes, so add the time since then.
        <p class={css['small']}>
          {words.oldest(waitedWords(overview.oldestWaitMs + now - view.overviewAt, i18n))}
        </p>
      )}
      <Button
        kind="main"
        off={blocked !== null}
        describedBy={blocked === null ? undefined : reasonId}
        onPress={props.onTake}
      >
        {words.take}
      </Button>
      {blocked !== null && waiting > 0 && (
        <p id={reasonId} class={css['small']}>
          {blocked}
        </p>
      )}
      <div role="status">
        {wantsLeader(overview) && <Notice>{words.shutForLeader}</Notice>}
        {wantsAnswers(overview) && <Notice>{words.shutForBreaks}</Notice>}
      </div>
      {overview.lanes.length > 0 && <Lanes view={view} />}
      <ul class={css['people']} aria-label={words.staff}>
        <li data-state={overview.intake.state}>{words.intake[overview.intake.state]}</li>
        <li>{i18n.plural(words.onDuty, overview.onDuty)}</li>
        <li>
          {overview.leaders === 0 ? words.noLeader : i18n.plural(words.leaders, overview.leaders)}
        </li>
        <li>{i18n.plural(words.ready, free)}</li>
        <li>{i18n.plural(words.talks, overview.conversations)}</li>
      </ul>
    </section>
  );
}

/** Volunteers are on duty, but intake is closed because no leader is (rule I2). */
const wantsLeader = ({ intake, onDuty, leaders }: WorkView['overview']): boolean =>
  intake.state === 'unstaffed' && onDuty > 0 && leaders === 0;

/**
 * All who are on duty have been on a break or disconnected for so long that none of them counts as able to answer (rule
 * I2).
 */
const wantsAnswers = ({ intake, onDuty, ready, conversations }: WorkView['overview']): boolean =>
  intake.state === 'paused' && onDuty > 0 && ready === 0 && conversations === 0;

function Lanes({ view }: { readonly view: WorkView }) {
  const i18n = useStaffI18n();
  const { overview: words } = i18n.staff;
  return (
    <table class={css['lanes']}>
      <caption class="heard">{words.lanes}</caption>
      <thead>
        <tr>
          <th scope="col">{words.language}</th>
          <th scope="col">{words.topic}</th>
          <th scope="col">{words.number}</th>
        </tr>
      </thead>
      <tbody>
        {view.overview.lanes.map(({ language, topic, waiting }) => (
          <tr key={`${language} ${topic ?? ''}`}>
            <td>{i18n.languageName(language)}</td>
            <td>{topic === null ? words.anyTopic : i18n.words.topics[topic]}</td>
            <td>{waiting}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Why *Take next* would fail; null if it may succeed. The server decides. */
function whyNotTake(view: WorkView, { staff }: StaffI18n): string | null {
  const { overview: words } = staff;
  if (view.availability.state === 'off') return words.takeOff;
  if (view.overview.intake.waiting === 0) return words.takeNobody;
  const { capacity } = view.staff;
  if (ownTalks(view).length >= capacity) return words.takeFull(String(capacity));
  return view.offer === null ? null : staff.offerTitle;
}
