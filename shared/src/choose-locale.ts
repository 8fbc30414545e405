/** Which language a page speaks: chosen alike by the server, for the words in the page, and by the page itself. */

/** Spoken where the service begins, and what a visitor gets whose languages we lack. */
const FALLBACK = 'nb';

/** Languages that read Bokmål more easily than English. */
const READS_BOKMAL = new Set(['no', 'da', 'sv', 'se']);

/** What the address asks for if we have it, else the first of the browser's that we have. */
export function chosenLocale(
  has: (tag: string) => boolean,
  asked: string | null,
  wanted: readonly string[],
): string {
  for (const tag of [asked ?? '', ...wanted]) {
    const base = tag.toLowerCase().split('-')[0] ?? '';
    if (has(base)) return base;
    if (READS_BOKMAL.has(base)) return FALLBACK;
  }
  // Somebody with a wholly different language gets further in English than in Norwegian.
  return wanted.length > 0 ? 'en' : FALLBACK;
}
