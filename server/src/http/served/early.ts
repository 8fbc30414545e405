/** The page for an unreadable request (431, 400 …), in every language, with the phone lines (rule U4). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import mustache from 'mustache';
import type { Settings } from '../../domain/ports.ts';
import { asBuilt } from './as-built.ts';
import { lineIn, linesOf } from './facts.ts';
import { wordsIn } from './landing.ts';
import { readWords } from './words.ts';

/** Request Header Fields Too Large, usually because of cookies. */
const HEADERS_TOO_LARGE = 431;

/** Returns a function that renders the page for an HTTP status. */
export function earlyPages(
  folder: string,
  settings: () => Settings,
): (status: number) => Promise<string> {
  const built = asBuilt(join(folder, '.words.json'), async () => {
    const template = new URL('early.html', import.meta.url);
    return { template: await readFile(template, 'utf8'), words: await readWords(folder) };
  });
  const made = new Map<number, { readonly of: readonly unknown[]; readonly page: string }>();

  return async (status) => {
    const build = await built();
    const of = [build, settings()];
    const before = made.get(status);
    if (before !== undefined && before.of.every((part, index) => part === of[index]))
      return before.page;
    const all = [...build.words.keys()].map((locale) => {
      const words = wordsIn(build.words, locale, settings());
      const what = status === HEADERS_TOO_LARGE ? words.early.cookies : words.early.again;
      const lines = linesOf(settings()).map((line) => lineIn(line, words));
      return { locale, dir: words.dir, early: words.early, what, lines };
    });
    const page = mustache.render(build.template, { name: settings().name, locale: 'nb', all });
    made.set(status, { of, page });
    return page;
  };
}
