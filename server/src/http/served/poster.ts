/** A printable poster: the service's address as a QR code and as text (rule U8). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import mustache from 'mustache';
import { encode } from 'uqr';
import { shownAddress } from './shown-address.ts';
import { asBuilt } from './as-built.ts';
import { createSendText } from './compressed.ts';
import { hoursInWords } from './hours.ts';
import { others, wordsIn } from './landing.ts';
import { localeOf, type ServedOptions } from './served.ts';
import { readWords } from './words.ts';

/** Number of strips to tear off, each about 1.5 fingers wide. */
const STRIPS = 8;

/** The QR code's dark modules as one SVG path, with the border that the standard requires. */
function codeOf(text: string): { readonly size: number; readonly dark: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const dark = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1Z` : '')))
    .join('');
  return { size, dark };
}

export function servedPoster(options: ServedOptions): RequestHandler {
  const { folder, now, settings, publicUrl } = options;
  const send = createSendText();
  const code = codeOf(publicUrl);
  // As one would type it.
  const address = shownAddress(publicUrl);
  const built = asBuilt(join(folder, '.words.json'), async () => {
    const template = new URL('poster.html', import.meta.url);
    return { template: await readFile(template, 'utf8'), words: await readWords(folder) };
  });

  return async (request, response) => {
    const { template, words: all } = await built();
    const locale = localeOf(request, all);
    const set = settings();
    const words = wordsIn(all, locale, set);
    const { openingHours } = set;
    // A poster hangs for months, so it shows weekly hours only, without exceptions.
    const week = openingHours && { ...openingHours, exceptions: {} };
    const text = mustache.render(template, {
      ...{ ...words, name: set.name, code, address },
      times: week && hoursInWords(week, words, now()),
      others: others(all, locale),
      strips: Array.from({ length: STRIPS }, () => ({})),
    });
    await send(request, response, text);
  };
}
