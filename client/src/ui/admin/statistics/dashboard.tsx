/** The statistics of the service: one period beside the one before (rules T4, T7). */
import type { Statistics } from '@terskel/shared/statistics';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { GROUPS, GROUP_NAMES, type GroupName } from '../../../figures/blocks.ts';
import { type Report, reportOf } from '../../../figures/report.ts';
import type { I18n } from '../../../i18n/i18n.ts';
import { FIGURES_WORDS } from '../../../i18n/figures/words.ts';
import type { FiguresWords } from '../../../i18n/words.ts';
import css from '../../../styles/admin/statistics.module.css';
import { Button } from '../../parts/button.tsx';
import { Notice } from '../../parts/notice.tsx';
import { ProblemNote } from '../notes.tsx';
import type { ScreenProps } from '../staff-screen.tsx';
import { AboutPeriod } from './about-period.tsx';
import { BlockCard } from './block-card.tsx';
import { Headlines } from './headlines.tsx';
import { HeatCard } from './heat-map.tsx';
import { headingOf, JumpList, type PartName } from './jump-list.tsx';
import { Meaning } from './meaning.tsx';
import { PeriodForm } from './period-form.tsx';
import { Printed } from './printed.tsx';
import { Save } from './save.tsx';
import { TodayCard } from './today-card.tsx';
import { FiguresProvider, useFigures, useNewFigures } from './words.ts';

export const prepare = (i18n: I18n): Promise<unknown> => FIGURES_WORDS.load(i18n);

export function View({ view, actions }: ScreenProps) {
  const { released } = view.statistics;
  const figures = useNewFigures(released?.days?.first ?? null);
  const { words, i18n } = figures;
  return (
    <FiguresProvider value={figures}>
      <p class={css['lead']}>{words.lead}</p>
      <Failed view={view} actions={actions} />
      <TodayCard view={view.statistics} />
      {released === null && view.problem === null && <p role="status">{i18n.admin.loading}</p>}
      {released !== null && <Released view={view} actions={actions} released={released} />}
    </FiguresProvider>
  );
}

function Failed({ view, actions }: ScreenProps) {
  const { words, i18n } = useFigures();
  const { problem } = view;
  const code = problem?.of === 'statistics' ? problem.code : null;
  if (code !== 'unavailable' && code !== 'offline') {
    return <ProblemNote view={view} of="statistics" onAgain={() => actions.refresh()} />;
  }
  return (
    <Notice tone="care" alert>
      <p>{words[code]}</p>
      <Button onPress={() => actions.refresh()}>{i18n.admin.problem.again}</Button>
    </Notice>
  );
}

function Released(props: ScreenProps & { readonly released: Statistics }) {
  const { released, view, actions } = props;
  const { words } = useFigures();
  const { choice } = view.statistics;
  const report = useMemo(() => reportOf(released, choice), [released, choice]);
  if (released.days === null) {
    return (
      <Notice>
        <h2>{words.empty.heading}</h2>
        <p>{words.empty.text}</p>
      </Notice>
    );
  }
  return (
    <>
      <PeriodForm
        {...{ choice, report }}
        days={released.days}
        onChoose={(chosen) => actions.choosePeriod(chosen)}
      />
      {report !== null && (
        <>
          <AboutPeriod report={report} />
          <JumpList />
          <Group part="headlines" title={words.headlines.heading}>
            {report.headlines.length === 0 ? <p>{words.closed}</p> : <Headlines report={report} />}
          </Group>
          <Meaning />
          {GROUP_NAMES.map((name) => (
            <Figures key={name} name={name} report={report} />
          ))}
          <Heat report={report} />
          <Save report={report} released={released} />
          <Printed report={report} released={released} />
        </>
      )}
    </>
  );
}

interface GroupProps {
  readonly part: PartName;
  readonly title: string;
  readonly children: ComponentChildren;
}

function Group(props: GroupProps) {
  const id = headingOf(props.part);
  return (
    <section class={css['group']} aria-labelledby={id}>
      <h2 id={id} tabindex={-1}>
        {props.title}
      </h2>
      {props.children}
    </section>
  );
}

/** What is said of a group that has nothing, or not all, for this kind of period. */
const LONGER = {
  ...{ coming: 'outcomes', talking: 'said', feeling: 'said', people: 'said' },
  ...{ waiting: 'waiting', volunteers: 'volunteers' },
} as const satisfies Readonly<Record<GroupName, keyof FiguresWords['onlyLonger']>>;

function Figures({ name, report }: { readonly name: GroupName; readonly report: Report }) {
  const { words } = useFigures();
  const ids: readonly string[] = GROUPS[name];
  const blocks = report.blocks.filter(({ id }) => ids.includes(id));
  const of = LONGER[name];
  const isShort = !blocks.some(({ id }) => name !== 'coming' || id === 'outcomes');
  return (
    <Group part={name} title={words.groups[name]}>
      {isShort && <p class={css['small']}>{words.onlyLonger[of]}</p>}
      {!isShort && of === 'said' && <p class={css['small']}>{words.later}</p>}
      <div class={css['cards']}>
        {blocks.map((block) => (
          <BlockCard key={block.id} block={block} report={report} />
        ))}
      </div>
    </Group>
  );
}

function Heat({ report }: { readonly report: Report }) {
  const { words, format } = useFigures();
  const { heat } = report;
  return (
    <Group part="heat" title={words.groups.heat}>
      <p class={css['small']}>
        {heat === null ? words.heat.none : words.heat.about(format.period(heat.quarter))}
      </p>
      {heat !== null && (
        <div class={css['cards']}>
          <HeatCard heat={heat} of="demand" />
          <HeatCard heat={heat} of="staffing" />
        </div>
      )}
    </Group>
  );
}
