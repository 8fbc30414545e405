/** The volunteer's page: language, controller and view. */
import { loadStaffI18n } from '../i18n/i18n.ts';
import { ownWords } from '../i18n/own-words.ts';
import type { Locale } from '../i18n/locales.ts';
import { association } from '../ui/parts/association.ts';
import { VolunteerApp } from '../ui/volunteer/volunteer-app.tsx';
import { mount } from './mount.ts';
import { createVolunteerController } from './volunteer-controller.ts';

/** The texts, with the association's name and its country's emergency number (rule U4). */
async function load(locale: Locale) {
  const i18n = await loadStaffI18n(locale);
  const adapted = ownWords(i18n, association);
  return Object.assign(i18n, {
    ...{ words: adapted.words, staff: adapted.own(i18n.staff) },
    own: <Later,>(later: Later): Later => adapted.own(later),
  });
}

void mount(load, (around) => {
  const { view, account, actions, drafts, address } = createVolunteerController();
  const controlled = { view, account, actions, drafts, address };
  return <VolunteerApp {...controlled} {...around} />;
});
