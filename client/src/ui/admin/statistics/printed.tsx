import type { Statistics } from '@terskel/shared/statistics';
import type { BlockId } from '../../../figures/blocks.ts';
import type { Report } from '../../../figures/report.ts';
import css from '../../../styles/admin/printed.module.css';
import { AboutPeriod } from './about-period.tsx';
import { namesOf } from './block-card.tsx';
import { BlockTable } from './block-table.tsx';
import { Headlines } from './headlines.tsx';
import { HeatMap } from './heat-map.tsx';
import { useFigures } from './words.ts';

/** The blocks of each page, down the first column, then the second. */
const FIRST: readonly BlockId[] = [
  ...(['outcomes', 'trend', 'staff', 'offers'] as const),
  ...(['waits', 'ends', 'durations'] as const),
];
const SECOND: readonly BlockId[] = [
  ...(['change', 'heard', 'before', 'after'] as const),
  ...(['topics', 'languages', 'ages'] as const),
];

interface PrintedProps {
  readonly report: Report;
  readonly released: Statistics;
}

/** The report on two A4 pages; only print shows it (rule T4). */
export function Printed({ report, released }: PrintedProps) {
  const { words, format, i18n } = useFigures();
  const { heat } = report;
  const title = words.report.title(format.period(report.period));
  return (
    <div class={css['report']}>
      <section class={css['sheet']}>
        <p class={css['brand']}>{i18n.words.brand}</p>
        <h1>{title}</h1>
        <p>{words.report.lead}</p>
        <AboutPeriod report={report} />
        <Headlines report={report} />
        <Blocks report={report} of={FIRST} />
        <p class={css['foot']}>{words.report.page('1')}</p>
      </section>
      <section class={css['sheet']}>
        <p class={css['brand']}>{`${i18n.words.brand} · ${title}`}</p>
        <Blocks report={report} of={SECOND} />
        {heat !== null && (
          <div class={css['heats']}>
            <p>{words.heat.about(format.period(heat.quarter))}</p>
            <div class={css['block']}>
              <h2>{words.heat.demand}</h2>
              <p>{words.heat.demandAbout}</p>
              <HeatMap heat={heat} of="demand" />
            </div>
            <div class={css['block']}>
              <h2>{words.heat.staffing}</h2>
              <p>{words.heat.staffingAbout}</p>
              <HeatMap heat={heat} of="staffing" />
            </div>
          </div>
        )}
        <Methods released={released} />
        <p class={css['foot']}>{words.report.page('2')}</p>
      </section>
    </div>
  );
}

function Blocks({ report, of }: { readonly report: Report; readonly of: readonly BlockId[] }) {
  const figures = useFigures();
  return (
    <div class={css['blocks']}>
      {of
        .flatMap((id) => report.blocks.filter((block) => block.id === id))
        .map((block) => (
          <div key={block.id} class={css['block']}>
            <h2>{figures.words.blocks[block.id].title}</h2>
            <p>{figures.words.blocks[block.id].about}</p>
            <BlockTable block={block} names={namesOf(block, report, figures, true)} isDrawn />
          </div>
        ))}
    </div>
  );
}

/** How the numbers are made, and what `<5` and hidden mean. */
function Methods({ released }: Pick<PrintedProps, 'released'>) {
  const { words } = useFigures();
  const { meaning } = words;
  return (
    <div>
      <h2>{words.report.methods}</h2>
      <p>{[...words.report.how, words.later].join(' ')}</p>
      <p>{[meaning.few, meaning.hidden, meaning.none, meaning.why].join(' ')}</p>
      <p>{words.period.zone(released.timeZone)}</p>
    </div>
  );
}
