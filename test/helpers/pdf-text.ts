/** The text layer of a PDF that Chromium has printed: what a reader can select and search. */
import { inflateSync } from 'node:zlib';

/** The text of each page, line by line. */
export function pdfTexts(pdf: Buffer): string[] {
  const objects = objectsIn(pdf);
  const pages = [...objects.values()].filter(({ head }) => /\/Type\s*\/Page\b/.test(head));
  return pages.map(({ head }) => {
    const fonts = new Map(
      [...head.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => {
        const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.head ?? '')?.[1] ?? '';
        return [name, glyphsOf(objects.get(unicode)?.stream ?? '')] as const;
      }),
    );
    const contents = /\/Contents (\d+) 0 R/.exec(head)?.[1] ?? '';
    return textOf(objects.get(contents)?.stream ?? '', fonts);
  });
}

interface PdfObject {
  readonly head: string;
  readonly stream: string;
}

function objectsIn(pdf: Buffer): ReadonlyMap<string, PdfObject> {
  const raw = pdf.toString('latin1');
  const starts = [...raw.matchAll(/(?<=[\r\n])(\d+) 0 obj\b/g)];
  return new Map(
    starts.map((start, nth) => {
      const body = raw.slice(start.index, starts[nth + 1]?.index);
      const [whole, head = body] = /^(.*?)\bstream\r?\n/s.exec(body) ?? [];
      if (whole === undefined) return [start[1] ?? '', { head, stream: '' }];
      const size = Number(/\/Length (\d+)/.exec(head)?.[1]);
      const bytes = Buffer.from(body.slice(whole.length, whole.length + size), 'latin1');
      const stream = head.includes('/FlateDecode') ? inflateSync(bytes) : bytes;
      return [start[1] ?? '', { head, stream: stream.toString('latin1') }];
    }),
  );
}

/** Glyph codes, four hexadecimal digits, and their characters. */
function glyphsOf(map: string): ReadonlyMap<string, string> {
  const glyphs = new Map<string, string>();
  const read = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const [, block = ''] of map.matchAll(/beginbfchar(.*?)endbfchar/gs))
    for (const [, from = '', to = ''] of block.matchAll(/<(\w+)> <(\w+)>/g))
      glyphs.set(from.toUpperCase(), read(to));
  for (const [, block = ''] of map.matchAll(/beginbfrange(.*?)endbfrange/gs)) {
    for (const [, from = '', until = '', to = ''] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
      const [first, last, start] = [from, until, to].map((hex) => Number.parseInt(hex, 16));
      for (let code = first ?? 0; code <= (last ?? -1); code += 1)
        glyphs.set(
          code.toString(16).toUpperCase().padStart(from.length, '0'),
          String.fromCodePoint((start ?? 0) + code - (first ?? 0)),
        );
    }
  }
  return glyphs;
}

const MARK =
  /\/ActualText \((.*?)\) >> BDC.*?EMC|\/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj|(\bET\b)/gs;

/** Glyphs without a character of their own have it as actual text. Each text object is a line. */
function textOf(stream: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let glyphs: ReadonlyMap<string, string> = new Map();
  let text = '';
  for (const [whole, actual, font, hex, end] of stream.matchAll(MARK)) {
    if (actual !== undefined) {
      text += actual;
      glyphs = fonts.get([...whole.matchAll(/\/(F\d+)/g)].at(-1)?.[1] ?? '') ?? glyphs;
    } else if (font !== undefined) glyphs = fonts.get(font) ?? new Map();
    else if (end !== undefined) text += '\n';
    else {
      const width = [...glyphs.keys()][0]?.length ?? 4;
      const codes = hex?.toUpperCase().match(new RegExp(`.{${width}}`, 'g')) ?? [];
      text += codes.map((code) => glyphs.get(code) ?? '\uFFFD').join('');
    }
  }
  return text;
}
