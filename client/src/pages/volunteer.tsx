/** The volunteer's page: language, controller and view. */
import { loadStaffI18n } from '../i18n/i18n.ts';
import { VolunteerApp } from '../ui/volunteer/volunteer-app.tsx';
import { mount } from './mount.ts';
import { createVolunteerController } from './volunteer-controller.ts';

void mount(loadStaffI18n, (around) => {
  const { view, account, actions, drafts, address } = createVolunteerController();
  const controlled = { view, account, actions, drafts, address };
  return <VolunteerApp {...controlled} {...around} />;
});
