/** The self-help content of a page (rule U7): the association's own, or the default texts if it has set none. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Article, Help, PageLanguage, Place } from '@terskel/shared/help';
import type { Settings } from '../domain/ports.ts';

/** Languages whose readers also read another one easily: they get the association's own content in that language. */
const READS: Readonly<Record<PageLanguage, PageLanguage>> = { nn: 'nb' };
/** Default texts for a language without any. */
const FALLBACK = 'en';

const texts = new URL('./texts/', import.meta.url);
/** The default articles by language, one Markdown file each. A level-1 heading starts an article and is its title. */
const OWN = new Map<PageLanguage, readonly Article[]>(
  readdirSync(texts).map((file) => [
    basename(file, '.md'),
    articlesIn(readFileSync(new URL(file, texts), 'utf8')),
  ]),
);

function articlesIn(text: string): Article[] {
  return text
    .split(/^# /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { title: part.slice(0, end).trim(), text: part.slice(end).trim() };
    });
}

function articlesFor(
  { articles }: Settings,
  wanted: PageLanguage,
): readonly [PageLanguage, readonly Article[]] {
  const known = [wanted, READS[wanted]].find(
    (language) => language !== undefined && Object.hasOwn(articles, language),
  );
  if (known !== undefined) return [known, articles[known] ?? []];
  const language = OWN.has(wanted) ? wanted : FALLBACK;
  return [language, OWN.get(language) ?? []];
}

/**
 * Returns a function that gives the self-help content in the wanted language. Each list of articles is parsed once. The
 * Markdown parser is loaded at the first request.
 */
export function createHelp(settings: () => Settings): (wanted: PageLanguage) => Promise<Help> {
  const read = new WeakMap<readonly Article[], Help['articles']>();
  return async (wanted) => {
    const { blocksOf } = await import('./markdown.ts');
    const now = settings();
    const [language, articles] = articlesFor(now, wanted);
    let shown = read.get(articles);
    if (shown === undefined) {
      shown = articles.map(({ title, text }) => ({ title, blocks: blocksOf(text) }));
      read.set(articles, shown);
    }
    const places = now.places.filter(
      (place) =>
        place.language === undefined ||
        place.language === wanted ||
        place.language === READS[wanted],
    );
    return { language, articles: shown, places: places.map(shownPlace) };
  };
}

function shownPlace({ name, when, phone, link }: Place): Help['places'][number] {
  return { name, when, ...(phone !== undefined && { phone }), ...(link !== undefined && { link }) };
}
