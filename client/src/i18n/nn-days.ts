/** Chromium has no Nynorsk, and lends its days from Bokmål; these are the three that differ. */
export const nynorskDay = (when: string): string =>
  when.replace('mandag', 'måndag').replace('tirsdag', 'tysdag').replace('lørdag', 'laurdag');
