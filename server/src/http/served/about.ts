/** `/about` without script: who runs the service, what it stores, and accessibility (rule U12). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import mustache from 'mustache';
import { asBuilt } from './as-built.ts';
import { createSendText } from './compressed.ts';
import { lineIn, linesOf } from './facts.ts';
import { others, wordsIn } from './landing.ts';
import { localeOf, type ServedOptions } from './served.ts';
import { readWords } from './words.ts';

export function servedAbout({ folder, settings }: ServedOptions): RequestHandler {
  const send = createSendText();
  const built = asBuilt(join(folder, '.words.json'), async () => {
    const template = new URL('about.html', import.meta.url);
    return { template: await readFile(template, 'utf8'), words: await readWords(folder) };
  });

  return async (request, response) => {
    const { template, words: all } = await built();
    const locale = localeOf(request, all);
    const set = settings();
    const words = wordsIn(all, locale, set);
    const { contact, name, exitSite } = set;
    const lines = linesOf(set);
    const text = mustache.render(template, {
      ...{ ...words, name, exitSite, contact },
      phoneDial: contact.phone?.replaceAll(/[ -]/g, ''),
      nobody: Object.keys(contact).length === 0,
      first: lines[0],
      lines: lines.map((line) => lineIn(line, words)),
      others: others(all, locale),
    });
    await send(request, response, text);
  };
}
