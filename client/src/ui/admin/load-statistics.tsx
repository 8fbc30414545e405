/** The statistics. Their script and their words load when the section is opened. */
import type { AdminI18n } from '../../i18n/admin/i18n.ts';
import css from '../../styles/admin/screen.module.css';
import { useTitle } from '../parts/hooks.ts';
import { useLate } from '../parts/lazy.tsx';
import { useSignal } from '../parts/signals.ts';
import { useAdminI18n } from './admin-words.ts';
import type { ScreenProps } from './staff-screen.tsx';
import type * as Script from './statistics/dashboard.tsx';

let script: typeof Script | undefined;

export async function loadStatistics(i18n: AdminI18n): Promise<void> {
  const loaded = await import('./statistics/dashboard.tsx');
  await loaded.prepare(i18n);
  script = loaded;
}

export function StatisticsScreen(props: ScreenProps) {
  const i18n = useAdminI18n();
  const { statistics: words, loading } = i18n.admin;
  useTitle(words.heading, i18n.words.brand);
  const failed = useSignal(false);
  const loaded = useLate(script, () =>
    loadStatistics(i18n).catch((error: unknown) => {
      failed.value = true;
      throw error;
    }),
  );
  return (
    <>
      <h1 tabindex={-1} class={css['onScreen']}>
        {words.heading}
      </h1>
      <p role="status" hidden={loaded !== undefined}>
        {loaded === undefined && (failed.value ? words.failed : loading)}
      </p>
      {loaded !== undefined && <loaded.View {...props} />}
    </>
  );
}
