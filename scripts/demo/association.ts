/** The association of the demo: its settings, and the people who give support. */
import type { Settings } from '@terskel/server/domain/ports';
import { dayAfter } from '@terskel/shared/calendar';
import type { OpeningHours } from '@terskel/shared/hours';
import type { Language, Staff, Topic } from '@terskel/shared/models';

/** The name that every page shows: it marks the service as a demo. */
export const NAME = 'DEMO – øvelse, ikke ekte hjelp';

const ZONE = 'Europe/Oslo';
const EVENING = [{ from: '18:00', until: '22:00' }];
const ALL_DAY = [{ from: '00:00', until: '24:00' }];
/** How long a demo can run until it keeps to the evenings. */
const OPEN_DAYS = 14;

/** From Sunday to Thursday. */
const HOURS: OpeningHours = {
  timeZone: ZONE,
  week: [EVENING, EVENING, EVENING, EVENING, [], [], EVENING],
  exceptions: {},
  marginMs: 15 * 60_000,
};

export const SETTINGS = {
  name: NAME,
  openingHours: HOURS,
  languages: ['no', 'en'],
} as const satisfies Partial<Settings>;

/** The opening hours while the demo runs: from this local day on it is open all day. */
export function openFrom(day: string, before: OpeningHours = HOURS): OpeningHours {
  const days = Array.from({ length: OPEN_DAYS }, (_, index) => dayAfter(day, index));
  const exceptions = Object.fromEntries(days.map((each) => [each, ALL_DAY]));
  return { ...before, exceptions: { ...before.exceptions, ...exceptions } };
}

/** How many of `PEOPLE` are leaders; they come first. */
export const LEADERS = 2;

const person = (alias: string, topics: Topic[] = [], roles: Staff['roles'] = ['volunteer']) => ({
  ...{ alias, topics, roles, trained: true, capacity: 1 },
  languages: ['no', 'en'] as Language[],
});
export const PEOPLE: readonly Omit<Staff, 'id'>[] = [
  person('Nora', [], ['leader', 'volunteer']),
  person('Amina', [], ['leader', 'volunteer']),
  ...['Kari', 'Per', 'Ingrid', 'Jonas', 'Solveig', 'Mateusz'].map((alias) => person(alias)),
];
