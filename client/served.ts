/**
 * Build plugin for the page that the server fills in: writes its texts in every language, and replaces the class names.
 * `index.html` names a class of a CSS module as `seeker/landing:top`.
 */
import type { Plugin, Rolldown } from 'vite';
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
      one.type === 'chunk' && one.facadeModuleId?.endsWith(`/src/i18n/${locale}.ts`) === true,
  );
  if (found === undefined) throw new Error(`the catalogue ${locale} was not built`);
  return `/${found.fileName}`;
}

/** The file of the early script, which only the served page has. */
const earlyIn = (bundle: Rolldown.OutputBundle): string | undefined =>
  Object.values(bundle).find(({ name }) => name === 'early')?.fileName;

/**
 * Makes the early script the only one in the page, loaded `async`. It fetches the others later (rule U5): the page's
 * own script and the catalogue, whose language the server fills in.
 */
function withEarly(html: string, bundle: Rolldown.OutputBundle): string {
  const early = earlyIn(bundle);
  const own = /<script [^>]*\bsrc="([^"]+)"><\/script>/.exec(html);
  if (early === undefined || own === null) return html;
  const data = `data-app="${own[1]}" data-words="{{file}}"`;
  return html
    .replaceAll(/<link rel="modulepreload"[^>]*>\s*/g, '')
    .replace(own[0], `<script type="module" async src="/${early}" ${data}></script>`);
}

/** `classOf` returns the built name of a class in a CSS module. */
export function served(classOf: (name: string, sheet: string) => string): Plugin {
  return {
    name: 'served',
    generateBundle(_, bundle) {
      if (earlyIn(bundle) === undefined) return;
      const exitScript = `/${earlyIn(bundle)}`;
      const words = Object.entries(SERVED).map(([locale, all]) =>
        Object.assign(wordsFor(locale, all, fileOf(locale, bundle)), { exitScript }),
      );
      // The server reads this file but does not serve it, because its name begins with a dot.
      this.emitFile({ type: 'asset', fileName: '.words.json', source: JSON.stringify(words) });
    },
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) =>
        withEarly(html, bundle).replaceAll(
          /(?<=\sclass="[^"]*)([\w/-]+):(\w+)/g,
          (_, sheet: string, name: string) => classOf(name, `src/styles/${sheet}.module.css`),
        ),
    },
  };
}
