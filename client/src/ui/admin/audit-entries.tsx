import type { AuditEntry } from '@terskel/shared/staff';
import { startOfDay } from '../../i18n/admin/i18n.ts';
import css from '../../styles/admin/audit.module.css';
import { useNow } from '../parts/hooks.ts';
import { useAdminI18n } from './admin-words.ts';
import { changes, sentence } from './audit-sentence.ts';
import { groupBy } from '../../lists.ts';

/** Often enough, because the day changes only at midnight. */
const DAY_LOOK_MS = 60 * 60_000;

/** The log entries by day, newest first: a sentence for each, with the old and new values below it. */
export function AuditEntries({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const i18n = useAdminI18n();
  const now = useNow(DAY_LOOK_MS);
  const days = groupBy(entries, ({ at }) => startOfDay(at));
  return (
    <div class={css['days']}>
      {[...days].map(([day, ofDay]) => (
        <section key={day} class={css['day']}>
          <h3 class={css['date']}>{i18n.recently(day, now)}</h3>
          <ol class={css['entries']}>
            {ofDay.map((entry) => (
              <Entry key={entry.number} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const i18n = useAdminI18n();
  const { audit } = i18n.admin;
  const changed = changes(entry, i18n);
  return (
    <li class={css['entry']}>
      <time dateTime={new Date(entry.at).toISOString()} class={css['time']}>
        {i18n.time(entry.at)}
      </time>
      <p class={css['sentence']}>{sentence(entry, i18n)}</p>
      {changed.length > 0 && (
        <dl class={css['changes']}>
          {changed.map(({ field, before, after }) => (
            <div key={field}>
              <dt>{field}</dt>
              <dd>
                <span class="heard">{audit.before}</span> <del>{before}</del>{' '}
                <span aria-hidden="true">{'→'}</span> <span class="heard">{audit.after}</span>{' '}
                <ins>{after}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
