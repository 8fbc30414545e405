import type { Statistics } from '@terskel/shared/statistics';
import type { Report } from '../../../figures/report.ts';
import css from '../../../styles/admin/statistics.module.css';
import { Button } from '../../parts/button.tsx';
import { useSignal } from '../../parts/signals.ts';
import { headingOf } from './jump-list.tsx';
import { saveFile } from './save-file.ts';
import { useFigures } from './words.ts';

const TYPES = { csv: 'text/csv;charset=utf-8', json: 'application/json' } as const;

/** Downloads and the printed report. */
export function Save({
  report,
  released,
}: {
  readonly report: Report;
  readonly released: Statistics;
}) {
  const figures = useFigures();
  const { save } = figures.words;
  const said = useSignal('');
  const id = headingOf('save');
  async function download(type: keyof typeof TYPES): Promise<void> {
    said.value = '';
    try {
      const { csvOf, jsonOf } = await import('./files.ts');
      const name = `${save.file(report.period)}.${type}`;
      saveFile(
        name,
        TYPES[type],
        type === 'csv' ? csvOf(report, figures) : jsonOf(report, released),
      );
      said.value = save.done(name);
    } catch {
      said.value = save.failed;
    }
  }
  return (
    <section class={css['save']} aria-labelledby={id}>
      <h2 id={id} tabindex={-1}>
        {save.heading}
      </h2>
      <p class={css['small']}>{`${save.about} ${figures.words.period.zone(released.timeZone)}`}</p>
      <div class={css['steps']}>
        <Button onPress={() => void download('csv')}>{save.csv}</Button>
        <Button onPress={() => void download('json')}>{save.json}</Button>
        <Button onPress={() => print()}>{save.print}</Button>
      </div>
      <p role="status" class={css['said']}>
        {said.value}
      </p>
    </section>
  );
}
