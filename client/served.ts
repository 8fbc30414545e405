/**
 * Build plugin for the page that the server fills in: writes its texts in every language, and replaces the class names.
 * `index.html` names a class of a CSS module as `seeker/landing:top`.
 */
import { readFileSync } from 'node:fs';
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';
import arAbout from './src/i18n/about/ar.ts';
import enAbout from './src/i18n/about/en.ts';
import nbAbout from './src/i18n/about/nb.ts';
import nnAbout from './src/i18n/about/nn.ts';
import arWords from './src/i18n/ar.ts';
import enWords from './src/i18n/en.ts';
import type { Locale } from './src/i18n/locales.ts';
import nbWords from './src/i18n/nb.ts';
import nnWords from './src/i18n/nn.ts';
import ar from './src/i18n/served/ar.ts';
import en from './src/i18n/served/en.ts';
import nb from './src/i18n/served/nb.ts';
import nn from './src/i18n/served/nn.ts';
import type { AboutWords, ServedWords, Words } from './src/i18n/words.ts';

const ICON = new URL('public/favicon.svg', import.meta.url);

const SERVED: Readonly<Record<Locale, readonly [Words, ServedWords, AboutWords]>> = {
  nb: [nbWords, nb, nbAbout],
  nn: [nnWords, nn, nnAbout],
  en: [enWords, en, enAbout],
  ar: [arWords, ar, arAbout],
};

/** The texts that the server needs of one language. Placeholders for the server have the form `{when}`. */
function wordsFor(
  locale: string,
  [words, served, about]: readonly [Words, ServedWords, AboutWords],
  file: string,
) {
  const { landing, exit, emergency, manner, brand, skip } = words;
  const rules = new Intl.PluralRules(manner.formats);
  const presses = (left: number) => {
    const form = exit.pressesLeft[rules.select(left)] ?? exit.pressesLeft.other;
    return form.replace('{n}', String(left));
  };
  return {
    ...{ locale, file, dir: manner.dir, formats: manner.formats },
    ...{ brand, skip, languages: words.languages, emergency },
    exit: {
      ...{ button: exit.button, loading: exit.loading, cancelled: exit.cancelled },
      ...{ two: presses(2), one: presses(1) },
    },
    landing: {
      ...{ title: landing.title, heading: landing.heading },
      ...{ start: landing.start, danger: landing.danger },
      ...{ lead: landing.lead, promise: landing.promise, intake: landing.intake },
      ...{ othersTitle: landing.othersTitle, others: landing.others },
      opens: landing.opens('{when}'),
      ...{ talkIn: landing.talkIn('{languages}'), about: landing.about },
    },
    ...{ dayAt: words.units.dayAt('{day}', '{time}'), sami: words.units.sami, about },
    ...served,
  };
}

/** The address of a language's built catalogue. Throws if it was not built. */
function fileOf(locale: string, bundle: Rolldown.OutputBundle): string {
  const found = Object.values(bundle).find(
    (one) =>
      one.type === 'chunk' &&
      one.facadeModuleId?.endsWith(`/src/i18n/late/late-${locale}.ts`) === true,
  );
  if (found === undefined) throw new Error(`the catalogue ${locale} was not built`);
  return `/${found.fileName}`;
}

/** The address of an entry's script. Only the build of the served page has it. */
function scriptOf(name: string, bundle: Rolldown.OutputBundle): string | null {
  const found = Object.values(bundle).find((one) => one.name === name && one.type === 'chunk');
  return found === undefined ? null : `/${found.fileName}`;
}

/**
 * What the served page has in its head. The early script is the only one, loaded `async`. It fetches the others later
 * (rule U5): the page's own script and the catalogue, whose language the server fills in. The icon is inline, to save a
 * request.
 */
function headTags(early: string, bundle: Rolldown.OutputBundle): HtmlTagDescriptor[] {
  const app = scriptOf('index', bundle);
  if (app === null) throw new Error('the script of the page was not built');
  const data = { 'data-app': app, 'data-words': '{{file}}' };
  const icon = encodeURIComponent(readFileSync(ICON, 'utf8'));
  return [
    { tag: 'link', attrs: { rel: 'icon', href: `data:image/svg+xml,${icon}` }, injectTo: 'head' },
    {
      tag: 'script',
      attrs: { type: 'module', async: true, src: early, ...data },
      injectTo: 'head',
    },
  ];
}

/** `classOf` returns the built name of a class in a CSS module. */
export function served(classOf: (name: string, sheet: string) => string): Plugin {
  return {
    name: 'served',
    generateBundle(_, bundle) {
      const exitScript = scriptOf('early', bundle);
      if (exitScript === null) return;
      const words = Object.entries(SERVED).map(([locale, all]) =>
        Object.assign(wordsFor(locale, all, fileOf(locale, bundle)), { exitScript }),
      );
      // The server reads this file but does not serve it, because its name begins with a dot.
      this.emitFile({ type: 'asset', fileName: '.words.json', source: JSON.stringify(words) });
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const early = scriptOf('early', bundle);
        return {
          html: html.replaceAll(
            /(?<=\sclass="[^"]*)([\w/-]+):(\w+)/g,
            (_, sheet: string, name: string) => classOf(name, `src/styles/${sheet}.module.css`),
          ),
          tags: early === null ? [] : headTags(early, bundle),
        };
      },
    },
  };
}
