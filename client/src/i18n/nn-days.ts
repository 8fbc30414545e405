/** Chromium has no Nynorsk and uses Bokmål names of days. Replaces those that differ. */
export const nynorskDay = (when: string): string =>
  when
    .replace('mandag', 'måndag')
    .replace('tirsdag', 'tysdag')
    .replace('lørdag', 'laurdag')
    .replace('i morgen', 'i morgon');

/** The same for the formats of the staff pages: short names of days, and durations. */
export const nynorskFormat = (text: string): string =>
  nynorskDay(text)
    .replace('man.', 'mån.')
    .replace('tir.', 'tys.')
    .replace('lør.', 'lau.')
    .replace(/(minutt|sekund)er/, '$1');
