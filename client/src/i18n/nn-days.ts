/** Chromium has no Nynorsk, and lends its days from Bokmål; these are the ones that differ. */
export const nynorskDay = (when: string): string =>
  when
    .replace('mandag', 'måndag')
    .replace('tirsdag', 'tysdag')
    .replace('lørdag', 'laurdag')
    .replace('i morgen', 'i morgon');
