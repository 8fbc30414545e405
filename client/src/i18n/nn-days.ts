/** Chromium has no Nynorsk and uses Bokmål names of days. Replaces those that differ. */
export const nynorskDay = (when: string): string =>
  when
    .replace('mandag', 'måndag')
    .replace('tirsdag', 'tysdag')
    .replace('lørdag', 'laurdag')
    .replace('i morgen', 'i morgon');
