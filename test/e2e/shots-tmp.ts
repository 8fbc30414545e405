import { launchBrowser } from '../helpers/browser.ts';
import { serveGallery } from './gallery-server.ts';
const [states, looks] = [
  process.argv[2]!.split(','),
  (process.argv[3] ?? '320-light-nb,1280-light-nb').split(','),
];
const [server, browser] = await Promise.all([serveGallery(), launchBrowser()]);
for (const look of looks) {
  const [w, scheme, lang] = look.split('-') as [string, 'light' | 'dark', string];
  const width = Number(w);
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 640 : 800 },
    isMobile: width < 500,
    hasTouch: width < 500,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Oslo',
  });
  const page = await context.newPage();
  page.on('pageerror', (e) => console.log('ERR', e.message));
  await page.goto(server.url);
  for (const state of states) {
    await page.evaluate(([s, l]) => (globalThis as any).gallery.show(s, l), [state, lang]);
    await page.screenshot({ path: `/tmp/shots/${state}-${look}.png` });
  }
  await context.close();
}
await browser.close();
await server[Symbol.asyncDispose]();
