import type { Staff } from '@terskel/shared/models';
import css from '../../styles/parts/plain-page.module.css';
import { useTitle } from '../parts/hooks.ts';
import { useAdminI18n } from './admin-words.ts';

/** Shown to signed-in staff without the admin role; links to the volunteer's page. */
export function NotAdmin({ me }: { readonly me: Staff }) {
  const { admin, locale, words } = useAdminI18n();
  const { notAdmin } = admin;
  useTitle(admin.title, words.brand);
  return (
    <div class={css['page']}>
      <h1 tabindex={-1}>{notAdmin.title}</h1>
      <p class={css['text']}>{notAdmin.text(me.alias)}</p>
      <p class={css['text']}>
        <a href={`/volunteer?lang=${locale}`}>{notAdmin.toWork}</a>
      </p>
    </div>
  );
}
