/** The language of the admin's page: adds dates and texts to what all staff pages have. */
import { type AccountI18n, loadAccountI18n } from '../i18n.ts';
import { ADMIN_WORDS, type Locale, staffLocale } from '../locales.ts';
import type { AdminWords } from '../words.ts';

export interface AdminI18n extends AccountI18n {
  readonly admin: AdminWords;
  /** A date, such as 21 Nov 2026. */
  day(at: number): string;
  /** A date and time, such as Saturday 21 November, 21:04. */
  moment(at: number): string;
  /** Today, yesterday, or the date; never more precise. */
  recently(at: number, now: number): string;
}

export async function loadAdminI18n(wanted: Locale): Promise<AdminI18n> {
  const [i18n, { default: admin }] = await Promise.all([
    loadAccountI18n(wanted),
    ADMIN_WORDS[staffLocale(wanted)](),
  ]);
  const { formats } = i18n;
  const days = new Intl.DateTimeFormat(formats, { dateStyle: 'medium' });
  const moments = new Intl.DateTimeFormat(formats, {
    ...{ weekday: 'long', day: 'numeric', month: 'long' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
  return {
    ...i18n,
    admin,
    day: (at) => days.format(at),
    moment: (at) => i18n.formatted(moments.format(at)),
    recently(at, now) {
      if (startOfDay(now) <= at) return admin.staff.today;
      return startOfDay(now, -1) <= at ? admin.staff.yesterday : days.format(at);
    },
  };
}

/**
 * Midnight (local time, ms since the epoch) of the day of `at`, or `later` days after it. Does not add 24 hours,
 * because days on which summer time starts or ends differ in length.
 */
export function startOfDay(at: number, later = 0): number {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + later).getTime();
}
