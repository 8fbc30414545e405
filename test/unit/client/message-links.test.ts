/** Links in messages: where they begin and end, in any script and with any surrounding characters (rule C7). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf } from '../../../client/src/ui/talk/message-links.ts';

const links = (text: string) => piecesOf(text).flatMap(({ href }) => (href === null ? [] : [href]));

test.each([
  [
    'Les https://no.wikipedia.org/wiki/Angst_(filosofi).',
    'https://no.wikipedia.org/wiki/Angst_(filosofi)',
  ],
  [
    '(se https://no.wikipedia.org/wiki/Angst_(filosofi))',
    'https://no.wikipedia.org/wiki/Angst_(filosofi)',
  ],
  ['(https://a.no/b)', 'https://a.no/b'],
  ['[https://a.no/b[1]]', 'https://a.no/b[1]'],
  ['هل رأيت https://a.no/b؟', 'https://a.no/b'],
  ['https://a.no/b، ثم', 'https://a.no/b'],
  ['https://a.no/b؛', 'https://a.no/b'],
  ['https://a.no/b…', 'https://a.no/b'],
  ['「https://a.no/b」。次', 'https://a.no/b'],
  ['https://a.no/b，然后', 'https://a.no/b'],
  ['«https://a.no/b»', 'https://a.no/b'],
  ['“https://a.no/b”!', 'https://a.no/b'],
  ['https://a.no/b\u200B', 'https://a.no/b'],
  ['\u2066https://a.no/b\u2069', 'https://a.no/b'],
  ['https://a.no/b\u00AD\u200F.', 'https://a.no/b'],
  ['https://a.no/b\uFEFF', 'https://a.no/b'],
  ['https://a.no/b\u00A0og', 'https://a.no/b'],
  ['https://a.no/b?c=d&e=f#g.', 'https://a.no/b?c=d&e=f#g'],
  ['https://a.no/b/.', 'https://a.no/b/'],
  [
    'https://en.wikipedia.org/wiki/Bose–Einstein_condensate',
    'https://en.wikipedia.org/wiki/Bose–Einstein_condensate',
  ],
  ['https://ar.wikipedia.org/wiki/قلق', 'https://ar.wikipedia.org/wiki/قلق'],
])('[C7] in %j the link is %s', (text, link) => {
  expect(links(text)).toEqual([link]);
});

const among = (characters: string) => fc.constantFrom(...characters.split(''));
const INVISIBLE =
  '\u00AD\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u202A\u202E\u2060\u2066\u2069\uFE0F\uFEFF';
const AFTER = `.,;:!?'"’”»)]}…؟،؛。、，！？：」』）${INVISIBLE}`;
const word = fc.string({ unit: among('abzøåقجд愛0_-~'), minLength: 1, maxLength: 6 });
const path = fc.oneof(
  word,
  word.map((inner) => `x_(${inner})`),
  fc.tuple(word, word).map(([key, value]) => `a?${key}=${value}z`),
);
/** Ends with a letter, a digit or a bracket that belongs to it. */
const address = fc
  .tuple(fc.constantFrom('http', 'https'), fc.array(path, { maxLength: 3 }))
  .map(([scheme, paths]) => [`${scheme}://a.example`, ...paths].join('/').replace(/[-_~]+$/, ''));
const around = fc.string({ unit: among(AFTER), maxLength: 8 });

test('[C7] punctuation and invisible characters never join a link, and its own brackets are kept', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('', '(', '«', '“', '[', 'se ', 'انظر '),
      address,
      around,
      fc.constantFrom('', ' ', '\n', ' etter', '\u00A0ord'),
      (before, own, after, rest) => {
        expect(links(`${before}${own}${after}${rest}`)).toEqual([own]);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('[C7] for any text, the pieces joined are the text, and links contain no invisible characters', () => {
  const piece = fc.oneof(address, around, fc.string({ unit: 'binary' }), fc.constant('https://'));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (given) => {
      const text = given.join('');
      expect(
        piecesOf(text)
          .map((one) => one.text)
          .join(''),
      ).toBe(text);
      for (const link of links(text)) {
        expect(link).toMatch(/^https?:\/\/[^\s\p{Cf}\p{Cc}<>"]+$/iu);
        expect(URL.canParse(link)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('[C7] a link ends before a very long run of punctuation as before a short one', () => {
  for (const end of [')', '(', '…', ')(', '.,'])
    expect(links(`https://a.no/${end.repeat(4_000 / end.length)}`).length).toBeLessThan(2);
});
