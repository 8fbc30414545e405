/** Self-help articles as plain data: with any Markdown, a page can only render text (rule U7). */
import { DEFAULT_SETTINGS, type Settings } from '@terskel/server/domain/ports';
import { createHelp } from '@terskel/server/help/help';
import { blocksOf } from '@terskel/server/help/markdown';
import { Articles, Block, Help, HelpLink, Place, Places } from '@terskel/shared/help';
import { ARTICLES_MAX_CHARS, ARTICLE_MAX_CHARS, PLACES_MAX } from '@terskel/shared/limits';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod/mini';

const told = (settings: Partial<Settings> = {}) =>
  createHelp(() => ({ ...DEFAULT_SETTINGS, ...settings }));
const runsOf = (block: Block) => {
  if (block.kind === 'list') return block.items.flat();
  if (block.kind === 'quote') return block.paragraphs.flat();
  return block.kind === 'code' ? [{ text: block.text, href: undefined }] : block.runs;
};
const textOf = (blocks: readonly Block[]) =>
  blocks
    .flatMap(runsOf)
    .map(({ text }) => text)
    .join('');

/** Fragments that have a meaning in Markdown or HTML. */
const PIECES = [
  ...[
    '# ',
    '## ',
    '- ',
    '1. ',
    '> ',
    '  ',
    '    ',
    '\n',
    '\n\n',
    '*',
    '**',
    '_',
    '`',
    '```\n',
    '---\n',
  ],
  ...[
    '[a](',
    '[a][b]',
    '[b]: ',
    '![',
    '](',
    ')',
    '<',
    '>',
    '<script>',
    '</script>',
    '<img src=x onerror=',
    '&lt;',
  ],
  ...[
    'javascript:alert(1)',
    'https://a.no/b',
    'https://u:p@a.no',
    'data:text/html,x',
    'tel:116 123',
    'tel:*#06#',
  ],
  ...[
    'JaVaScRiPt:',
    '\u0000',
    '\u202e',
    '\\',
    '|',
    'ord',
    'ø',
    '🙂',
    '&#106;avascript:',
    '\t',
    '\r\n',
  ],
];

test('[U7] headings, paragraphs, lists, quotes, emphasis and links are converted', () => {
  const text = [
    '## Tittel *her*',
    'To linjer  \nog **sterkt**, [hjem](https://a.no/x) & [ring](tel:116%20123), <https://b.no>.',
    '- en\n- to\n  - under to\n\n1. først',
    '> sagt\n> - av én\n> > og en til',
  ].join('\n\n');
  const link = (text: string, href: string) => ({ text, href });
  expect(blocksOf(text)).toEqual([
    { kind: 'heading', level: 1, runs: [{ text: 'Tittel ' }, { text: 'her', em: true }] },
    {
      kind: 'paragraph',
      runs: [
        ...[
          { text: 'To linjer' },
          { text: '\n' },
          { text: 'og ' },
          { text: 'sterkt', strong: true },
        ],
        ...[{ text: ', ' }, link('hjem', 'https://a.no/x'), { text: ' & ' }],
        ...[link('ring', 'tel:116123'), { text: ', ' }, link('https://b.no', 'https://b.no')],
        { text: '.' },
      ],
    },
    {
      kind: 'list',
      ordered: false,
      items: [[{ text: 'en' }], [{ text: 'to' }], [{ text: 'under to' }]],
    },
    { kind: 'list', ordered: true, items: [[{ text: 'først' }]] },
    {
      kind: 'quote',
      paragraphs: [[{ text: 'sagt' }], [{ text: 'av én' }], [{ text: 'og en til' }]],
    },
  ]);
});

test.each([
  ['[a](javascript:alert(1))'],
  ['[a](JaVaScRiPt:alert(1))'],
  ['[a](&#106;avascript:alert(1))'],
  ['[a](<java\nscript:alert(1)>)'],
  ['[a](data:text/html,x)'],
  ['[a](http://a.no)'],
  ['[a](//a.no)'],
  ['[a](/exit)'],
  ['[a](https://kari:hemmelig@a.no)'],
  ['[a](tel:*%2306%23)'],
  ['[a][b]\n\n[b]: javascript:alert(1)'],
])('[U7] text without a link remains of %j', (text) => {
  expect(
    blocksOf(text)
      .flatMap(runsOf)
      .filter(({ href }) => href !== undefined),
  ).toEqual([]);
  expect(textOf(blocksOf(text))).toContain('a');
});

test('[U7] raw HTML and images are removed', () => {
  const text =
    '<h1 onclick="x()">x</h1>\n\nfør <b>ord</b> ![bilde](https://a.no/b.png) etter\n\n<!-- y -->\n\n---';
  expect(blocksOf(text)).toEqual([
    { kind: 'paragraph', runs: ['før ', 'ord', ' ', ' etter'].map((text) => ({ text })) },
  ]);
});

test('[U7] any input gives blocks of the contract, whose links all have allowed targets', () => {
  const hostile = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string()), { maxLength: 60 });
  fc.assert(
    fc.property(hostile, (pieces) => {
      const blocks = z.parse(z.array(Block), blocksOf(pieces.join('')));
      for (const { href } of blocks.flatMap(runsOf)) {
        if (href === undefined) continue;
        expect(['https:', 'tel:']).toContain(new URL(href).protocol);
        expect(z.safeParse(HelpLink, href).success).toBe(true);
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});

describe('very large or deeply nested input', () => {
  const most = ARTICLE_MAX_CHARS;
  test.each([
    ['quotes', '>'.repeat(most - 1) + 'a'],
    ['lists', Array.from({ length: 70 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')],
    ['stress', `${'*a **b '.repeat(most / 14)}${'* **'.repeat(most / 14)}`],
    ['brackets', '[a]('.repeat(most / 4)],
    ['one line', 'a'.repeat(most)],
    ['lines', '\n'.repeat(most)],
  ])('[U7] %s give valid blocks, or are removed', (_of, text) => {
    expect(z.safeParse(z.array(Block), blocksOf(text)).success).toBe(true);
  });

  test('[U7] articles and places above the size limits are refused', () => {
    const article = { title: 'a', text: 'a'.repeat(most) };
    const takes = (articles: unknown) => z.safeParse(Articles, articles).success;
    expect(takes({ nb: [article] })).toBe(true);
    expect(takes({ nb: [{ ...article, text: 'a'.repeat(1_000_000) }] })).toBe(false);
    expect(takes({ nb: [{ ...article, text: ' ' }] })).toBe(false);
    expect(takes({ nb: Array.from({ length: 9 }, () => ({ title: 'a', text: 'a' })) })).toBe(false);
    const many = Math.ceil(ARTICLES_MAX_CHARS / most);
    const codes = ['nb', 'nn', 'en', 'ar', 'se', 'uk', 'pl', 'so'];
    expect(takes(Object.fromEntries(codes.slice(0, many).map((code) => [code, [article]])))).toBe(
      false,
    );
    expect(takes({ '../nb': [article] })).toBe(false);
    const place = { name: 'Gruppe', when: 'Tirsdager' };
    expect(
      z.safeParse(
        Places,
        Array.from({ length: PLACES_MAX + 1 }, () => place),
      ).success,
    ).toBe(false);
  });
});

test.each([
  [{ link: 'javascript:alert(1)' }],
  [{ link: 'http://a.no' }],
  [{ phone: '113;ext=1' }],
  [{ phone: 'ring meg' }],
  [{ map: 'x' }],
])('[U7] a place with %j is refused', (more) => {
  const place = {
    name: 'Gruppe',
    when: 'Tirsdager kl. 18',
    phone: '+47 22 40 00 40',
    link: 'https://a.no',
    language: 'nb',
  };
  expect(z.safeParse(Place, place).success).toBe(true);
  expect(z.safeParse(Place, { ...place, ...more }).success).toBe(false);
});

describe('the help that a page receives', () => {
  test.each(['nb', 'nn', 'en', 'ar'])(
    '[U7] default texts in %s, if the association has set none',
    async (language) => {
      const help = z.parse(Help, await told()(language));
      expect(help).toMatchObject({ language, places: [] });
      expect(help.articles).toHaveLength(3);
      // The numbers to call are those of the country, which the page has (rule U4).
      expect(
        help.articles.flatMap(({ blocks }) => blocks.map((block) => textOf([block]))).join(' '),
      ).not.toMatch(/\d{3}/);
      // The same structure in every language, so that no language lacks a part.
      const shape = ({ articles }: Help) =>
        articles.map(({ blocks }) => blocks.map(({ kind }) => kind));
      expect(shape(help)).toEqual(shape(await told()('nb')));
    },
  );

  test('[U7] English for an unknown language; the association’s own articles come before the default ones', async () => {
    const own = (title: string) => [{ title, text: 'ord' }];
    expect(await told()('pl')).toEqual(await told()('en'));
    const help = told({ articles: { nb: own('Vår'), pl: own('Nasz'), en: [] } });
    const all = await Promise.all(['nb', 'nn', 'pl', 'en', 'ar'].map(help));
    const ours = await told()('ar');
    expect(all.map(({ articles }) => articles[0]?.title)).toEqual([
      ...['Vår', 'Vår', 'Nasz', undefined, ours.articles[0]?.title],
    ]);
    expect(all[1]?.language).toBe('nb');
  });

  test('[U7] places in the language of the page, and those without a language', async () => {
    const place = (name: string, language?: string) => ({
      name,
      when: 'Tirsdager',
      ...(language !== undefined && { language }),
    });
    const help = told({ places: [place('alle'), place('norsk', 'nb'), place('arabisk', 'ar')] });
    const all = await Promise.all(['nn', 'ar', 'en'].map(help));
    expect(all.map(({ places }) => places.map(({ name }) => name))).toEqual([
      ['alle', 'norsk'],
      ['alle', 'arabisk'],
      ['alle'],
    ]);
  });

  test('[U7] an article is parsed once, until the settings change', async () => {
    let settings: Settings = {
      ...DEFAULT_SETTINGS,
      articles: { nb: [{ title: 'En', text: 'ord' }] },
    };
    const help = createHelp(() => settings);
    const { articles: first } = await help('nb');
    expect((await help('nb')).articles).toBe(first);
    settings = { ...settings, articles: { nb: [{ title: 'To', text: 'ord' }] } };
    expect((await help('nb')).articles.map(({ title }) => title)).toEqual(['To']);
  });
});

test('[U7] a link definition counts at any position, the first of its name wins, and a line break is a space', () => {
  expect(
    blocksOf('[ring][a] oss\nnå\n\n> [a]: https://one.example\n\n[a]: https://two.example'),
  ).toEqual([
    {
      kind: 'paragraph',
      runs: [{ text: 'ring', href: 'https://one.example' }, { text: ' oss nå' }],
    },
  ]);
});

describe('following CommonMark', () => {
  test.each([
    ['1. a\n2. b', {}],
    ['3. a\n4. b', { start: 3 }],
    ['0) a\n1) b', { start: 0 }],
    ['7. a\n7. b', { start: 7 }],
    ['999999999. a\n1. b', { start: 999_999_999 }],
  ])('[U7] an ordered list begins with its first number: %j', (text, start) => {
    const items = ['a', 'b'].map((word) => [{ text: word }]);
    expect(blocksOf(text)).toEqual([{ kind: 'list', ordered: true, ...start, items }]);
  });

  test('[U7] a list continued after a paragraph keeps its number, and a nested list does not change it', () => {
    const text = '1. en\n   - under\n   - mer\n2. to\n\nImellom.\n\n3. tre';
    expect(blocksOf(text)).toEqual([
      {
        ...{ kind: 'list', ordered: true },
        items: [['en', '\n', 'under', '\n', 'mer'].map((text) => ({ text })), [{ text: 'to' }]],
      },
      { kind: 'paragraph', runs: [{ text: 'Imellom.' }] },
      { kind: 'list', ordered: true, start: 3, items: [[{ text: 'tre' }]] },
    ]);
  });

  test.each([
    ['# a\n## b\n### c\n## d', [1, 2, 3, 2]],
    ['### a\n# b\n###### c\n##### d', [1, 1, 2, 2]],
    ['# a\n## b\n### c\n#### d\n# e', [1, 2, 3, 3, 1]],
    ['a\n===\n\nb\n---', [1, 2]],
  ])('[U2, U7] headings keep their level, and no level is skipped: %j', (text, levels) => {
    const blocks = blocksOf(text);
    expect(blocks.map((block) => (block.kind === 'heading' ? block.level : null))).toEqual(levels);
  });

  test('[U7] code is kept as written, in blocks and inline', () => {
    expect(blocksOf('Ring `1 1 3`.\n\n```js\nen *to*\n\n  tre\n```\n\n    fire\n\n- `a`')).toEqual([
      {
        kind: 'paragraph',
        runs: [{ text: 'Ring ' }, { text: '1 1 3', code: true }, { text: '.' }],
      },
      { kind: 'code', text: 'en *to*\n\n  tre' },
      { kind: 'code', text: 'fire' },
      { kind: 'list', ordered: false, items: [[{ text: 'a', code: true }]] },
    ]);
    expect(blocksOf('```\n```')).toEqual([]);
  });
});
