/**
 * Fonts that the tests supply, so that layouts do not depend on the machine's fonts. `FontFace` objects made from bytes
 * need no request, so the page's content security policy stays unchanged.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { BrowserContext } from 'playwright-core';

/** By package: `wide` is the usual fallback of a Linux desktop, `widest` is about half as wide again. */
const FONTS = {
  narrow: ['archivo-narrow', 400, 600],
  wide: ['dejavu-sans', 400, 700],
  widest: ['unbounded', 400, 600],
} as const;
const ARABIC = ['noto-sans-arabic', 400, 700] as const;

export type Font = keyof typeof FONTS;
type Face = readonly [weight: string, base64: string];

const require = createRequire(import.meta.url);

async function facesOf(
  [name, regular, bold]: readonly [string, number, number],
  script: string,
): Promise<readonly Face[]> {
  const read = async (weight: number, used: string): Promise<Face> => {
    const file = `@fontsource/${name}/files/${name}-${script}-${weight}-normal.woff2`;
    return [used, await readFile(require.resolve(file), 'base64')];
  };
  return Promise.all([read(regular, '400'), read(bold, '500 900')]);
}

/** Draws every page of this context in this font from the start. */
export async function drawnIn(context: BrowserContext, font: Font): Promise<void> {
  const faces = await Promise.all([facesOf(FONTS[font], 'latin'), facesOf(ARABIC, 'arabic')]);
  await context.addInitScript((all) => {
    const ranges = [{}, { unicodeRange: 'U+0600-06FF, U+200C-200E, U+FB50-FDFF, U+FE70-FEFF' }];
    for (const [nth, faces] of all.entries()) {
      for (const [weight, base64] of faces) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const face = new FontFace('Brought', bytes, { ...ranges[nth], weight });
        document.fonts.add(face);
        void face.load();
      }
    }
    const sheet = new CSSStyleSheet();
    // Adopted style sheets come after the page's own.
    sheet.replaceSync(`:root { --font: Brought; --font-voice: Brought; }`);
    document.adoptedStyleSheets = [sheet];
  }, faces);
}
