import { launchBrowser } from '/work/wt/f/test/helpers/browser.ts';
import { drawnIn } from '/work/wt/f/test/helpers/fonts.ts';
import { serveGallery } from '/work/wt/f/test/e2e/gallery-server.ts';
const [filter = '', pages = 'seeker'] = process.argv.slice(2) as string[];
const { STATES } = await import('/work/wt/f/test/e2e/gallery-states.ts');
const [browser, server] = await Promise.all([launchBrowser(), serveGallery()]);
const names = Object.keys(STATES).filter((n) => pages.includes(STATES[n].page) && n.match(filter));
const seen = new Set<string>();
for (const [font, width, height, locales, nm] of [['wide', 320, 568, ['en', 'nb', 'nn', 'ar'], 1], ['widest', 360, 740, ['en', 'nb'], 1], ['narrow', 320, 568, ['nb'], 0], ['wide', 1280, 800, ['en', 'ar'], 1], ['widest', 320, 256, ['en'], 1]] as const) {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', isMobile: width < 500, hasTouch: width < 500 });
  await drawnIn(context, font);
  const page = await context.newPage();
  page.on('pageerror', (e) => console.log('ERR', e.message));
  page.on('console', (m) => m.type() === 'error' && console.log('CON', m.text()));
  await page.goto(server.url + (nm ? '?name=Mental+Helse+Lillevik+og+omegn+lokallag' : ''));
  await page.evaluate(() => document.fonts.ready);
  for (const state of names) for (const locale of locales) {
    await page.evaluate(([s, l]) => (globalThis as any).gallery.show(s, l), [state, locale]);
    const found = await page.evaluate(() => {
      const { clientWidth, scrollWidth } = document.documentElement;
      const out = [...document.querySelectorAll('body *:not(svg *, .heard, .heard *)')].filter((e) => { const { left, right, width } = e.getBoundingClientRect(); return width > 0 && (left < -0.5 || right > clientWidth + 0.5); }).map((e) => 'wide ' + e.outerHTML.slice(0, 90));
      const small = [...document.querySelectorAll('button, summary, input, main a, header a')].filter((e) => { const b = e.getBoundingClientRect(); const inText = e.closest('p, [dir=auto]') !== null; const [h, w] = inText ? [20, 24] : [43.5, 23.5]; return b.width > 0 && e.getAttribute('href') !== '#main' && e.closest('label') === null && (b.height < h || b.width < w); }).map((e) => 'small ' + e.outerHTML.slice(0, 90));
      const x = document.querySelector('#leave'); const r = document.createRange(); if (x) r.selectNodeContents(x);
      const lines = x ? new Set([...r.getClientRects()].filter((c) => c.width > 30).map((c) => Math.round(c.top))).size : 1;
      return [...out, ...small, ...(scrollWidth > clientWidth ? ['page'] : []), ...(lines !== 1 ? ['exit lines ' + lines] : [])];
    });
    for (const f of found) { const k = `${font} ${width} ${locale} ${f}`; if (!seen.has(k)) { seen.add(k); console.log(state, k); } }
  }
  await context.close();
}
await browser.close(); await server[Symbol.asyncDispose](); console.log('scanned', names.length); process.exit(0);
