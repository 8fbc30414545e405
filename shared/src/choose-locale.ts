/** Chooses the language of a page. The server (for texts in the HTML) and the page use the same function. */

/** The language if the browser names none. It is that of the country where the service starts. */
const FALLBACK = 'nb';

/** Languages whose readers understand Bokmål more easily than English. */
const READS_BOKMAL = new Set(['no', 'da', 'sv', 'se']);

/**
 * The language in the address (`asked`) if it is available, else the first available one of the browser's languages
 * (`wanted`).
 */
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
  // A visitor whose languages are all unavailable is more likely to understand English than Norwegian.
  return wanted.length > 0 ? 'en' : FALLBACK;
}
