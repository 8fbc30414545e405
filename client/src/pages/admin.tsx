/** The admin page: language, controller and view. */
import { loadAdminI18n } from '../i18n/admin/i18n.ts';
import { AdminApp } from '../ui/admin/admin-app.tsx';
import { createAdminController } from './admin-controller.ts';
import { mount } from './mount.ts';

void mount(loadAdminI18n, (around) => {
  const { view, account, actions, address } = createAdminController();
  return <AdminApp view={view} account={account} actions={actions} address={address} {...around} />;
});
