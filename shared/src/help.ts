/** Self-help (rule U7): short articles and places to meet, as an association sets them and as a page receives them. */
import * as z from 'zod/mini';
import {
  ARTICLES_MAX_CHARS,
  ARTICLES_MAX_PER_LANGUAGE,
  ARTICLE_MAX_CHARS,
  PLACES_MAX,
} from './limits.ts';

const words = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most));

/** Language of a page (ISO 639), as in its address: `nb`, `nn`. */
export const PageLanguage = z.string().check(z.regex(/^[a-z]{2,3}$/));
export type PageLanguage = z.infer<typeof PageLanguage>;

/** A link target: an https page or a telephone number. */
export const HelpLink = z
  .string()
  .check(z.maxLength(500), z.regex(/^(?:https:\/\/[^\s@]+|tel:\+?\d{3,15})$/));

/** `text` is Markdown (CommonMark), without images and HTML. */
const Article = z.strictObject({ title: words(100), text: words(ARTICLE_MAX_CHARS) });
export type Article = z.infer<typeof Article>;
/** Articles by the language of the page. */
export const Articles = z
  .record(PageLanguage, z.array(Article).check(z.maxLength(ARTICLES_MAX_PER_LANGUAGE)))
  .check(
    z.refine(
      (by) =>
        Object.values(by)
          .flat()
          .reduce((sum, { title, text }) => sum + title.length + text.length, 0) <=
        ARTICLES_MAX_CHARS,
    ),
  );
export type Articles = z.infer<typeof Articles>;

/**
 * A group or a place to meet: its name, and its time and place in words. With `language`, shown only on pages in it.
 */
export const Place = z.strictObject({
  name: words(100),
  when: words(300),
  phone: z.optional(z.string().check(z.regex(/^\+?\d[\d ]{1,18}\d$/))),
  link: z.optional(z.string().check(z.maxLength(500), z.regex(/^https:\/\/[^\s@]+$/))),
  language: z.optional(PageLanguage),
});
export type Place = z.infer<typeof Place>;
export const Places = z.array(Place).check(z.maxLength(PLACES_MAX));

/** A piece of text with one formatting. Line breaks are part of the text. */
export const Run = z.strictObject({
  text: z.string(),
  strong: z.optional(z.literal(true)),
  em: z.optional(z.literal(true)),
  code: z.optional(z.literal(true)),
  href: z.optional(HelpLink),
});
export type Run = z.infer<typeof Run>;
const runs = z.array(Run);
/** CommonMark allows nine digits. */
const LIST_START_MAX = 999_999_999;
/**
 * A part of an article as plain data, which the page renders itself. Deeper nesting is flattened; in an ordered list it
 * becomes part of its item. `level`: from 1, without gaps. `start`: the first number, if it is not 1.
 */
export const Block = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('heading'), level: z.literal([1, 2, 3]), runs }),
  z.strictObject({ kind: z.literal('paragraph'), runs }),
  z.strictObject({
    ...{ kind: z.literal('list'), ordered: z.boolean(), items: z.array(runs) },
    start: z.optional(z.int().check(z.minimum(0), z.maximum(LIST_START_MAX))),
  }),
  z.strictObject({ kind: z.literal('code'), text: z.string() }),
  z.strictObject({ kind: z.literal('quote'), paragraphs: z.array(runs) }),
]);
export type Block = z.infer<typeof Block>;

export const HelpQuery = z.strictObject({ language: PageLanguage });
/** `language`: the language of the articles, which is the requested one or the nearest available. */
export const Help = z.strictObject({
  language: PageLanguage,
  articles: z.array(z.strictObject({ title: z.string(), blocks: z.array(Block) })),
  places: z.array(z.omit(Place, { language: true })),
});
export type Help = z.infer<typeof Help>;
