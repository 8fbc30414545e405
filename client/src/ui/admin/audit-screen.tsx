import css from '../../styles/admin/audit.module.css';
import type { AuditChoice } from '../../state/admin.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icons.tsx';
import { useTitle } from '../parts/hooks.ts';
import { useAdminI18n } from './admin-words.ts';
import { AuditEntries } from './audit-entries.tsx';
import { AuditFilter } from './audit-filter.tsx';
import { ProblemNote } from './notes.tsx';
import type { ScreenProps } from './staff-screen.tsx';

/** The audit log: who changed what, and when (rule S5). */
export function AuditScreen({ view, actions }: ScreenProps) {
  const i18n = useAdminI18n();
  const { audit: words } = i18n.admin;
  useTitle(words.heading, i18n.words.brand);
  const { entries, more, loading, choice } = view.audit;
  const count = entries?.length ?? 0;
  return (
    <>
      <div class={css['intro']}>
        <h1 tabindex={-1}>{words.heading}</h1>
        <p>{words.lead}</p>
        <p class={css['never']}>{words.never}</p>
      </div>
      <AuditFilter view={view} onChoose={(chosen) => actions.filter(chosen)} />
      <ProblemNote view={view} of="audit" onAgain={() => actions.refresh()} />
      <section class={css['log']} aria-label={words.entries} aria-busy={loading}>
        <h2 class="heard">{words.entries}</h2>
        <p role="status" class={css['count']}>
          {loading && i18n.admin.loading}
          {!loading &&
            entries !== null &&
            (count === 0 ? words.none : i18n.plural(words.shown, count))}
        </p>
        {entries !== null && <AuditEntries entries={entries} />}
        {more && (
          <div>
            <Button off={loading} onPress={() => actions.more()}>
              <Icon name="down" />
              {words.more}
            </Button>
          </div>
        )}
      </section>
      <p class={css['download']}>
        <a href={csvOf(choice)} download>
          {words.download}
        </a>
        <span>{words.downloadHint}</span>
      </p>
    </>
  );
}

function csvOf(choice: AuditChoice): string {
  const given = Object.entries(choice).map(([name, value]) => [name, String(value)]);
  return `/api/admin/audit.csv?${String(new URLSearchParams(given))}`;
}
