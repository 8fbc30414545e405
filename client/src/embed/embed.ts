/**
 * The widget for an association's own site (rule U8): whether volunteers are answering now, a link to the chat, an
 * emergency number and a helpline. It stores nothing and sends requests to the service only. It appears after its
 * script, or wherever the page contains a `<terskel-door>` element.
 */
import { chosenLocale } from '@terskel/shared/choose-locale';
import { soon } from '@terskel/shared/spoken';
import { systemClock as clock } from '../clock.ts';
import { EMBED } from './languages.ts';
import type { Locale } from '../i18n/locales.ts';
import { type WidgetState, watchIntake } from './intake.ts';
import CSS from './widget.css?inline';

/** Public: sites that embed the widget use this name. */
const NAME = 'terskel-door';
const OWN: string = import.meta.url;
const SERVICE = new URL(OWN).origin;

/** The server fills in the numbers of the association's country (server/src/http/served/embed.ts). */
const DANGER = { number: '{{danger.number}}', dial: '{{danger.dial}}' };
const TALK = { number: '{{talk.number}}', dial: '{{talk.dial}}' };

/** A constructed style sheet is not subject to the site's policy for styles. */
const styles = new CSSStyleSheet();
styles.replaceSync(CSS);
const subscribe = watchIntake(SERVICE);

/** Creates elements without `innerHTML`, because a site's policy may forbid it. */
function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  given: Partial<HTMLElementTagNameMap[Name]> & { readonly className?: string },
  ...within: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), given);
  element.append(...within);
  return element;
}

/** The language of the surrounding page, otherwise the browser's. */
function localeOf(widget: Element): Locale {
  const around = widget.closest<HTMLElement>('[lang]')?.lang ?? '';
  const has = (tag: string) => Object.hasOwn(EMBED, tag);
  return chosenLocale(has, around, navigator.languages) as Locale;
}

/** Renders a widget and returns the function that updates it with intake. */
function draw(root: ShadowRoot, locale: Locale): (state: WidgetState) => void {
  const { words, formats, dir } = EMBED[locale];
  const { states } = words;
  const line = (question: string, { number, dial }: typeof DANGER) =>
    // Isolated as left-to-right: a number reads that way in every language.
    make(
      'p',
      {},
      `${question} `,
      make('a', { href: `tel:${dial}` }, words.call(`\u2066${number}\u2069`)),
    );
  const now = make('b', {}, words.looking);
  const next = make('span', {});
  const state = make('p', { className: 'state' }, now, next);
  const way = make('span', {}, words.write);
  const go = make(
    'a',
    {
      ...{ className: 'go', href: `${SERVICE}/?lang=${locale}`, target: '_blank' },
      ...{ rel: 'noopener noreferrer', referrerPolicy: 'no-referrer' },
    },
    ...[way, make('i', {}, ` (${words.newTab})`)],
  );
  const talk = line(words.talk, TALK);
  const title = make('p', { className: 'title', id: 'title' }, words.title);
  const group = make(
    'div',
    { lang: locale, dir, role: 'group' },
    title,
    state,
    go,
    talk,
    line(words.danger, DANGER),
  );
  group.setAttribute('aria-labelledby', 'title');
  root.adoptedStyleSheets = [styles];
  root.replaceChildren(group);

  const said = new Map<Element, string>();
  const say = (element: Element, text: string) => {
    // Unchanged text is not set again, so that screen readers stay silent. The page's text is not compared, because the
    // browser may have translated it.
    if (said.get(element) !== text) element.textContent = text;
    said.set(element, text);
  };
  return ({ state: is, opensAt }) => {
    const isOpen = is === 'open' || is === 'busy';
    state.classList.toggle('lit', isOpen);
    say(now, states[is]);
    const when = () => soon(opensAt ?? 0, clock.now(), { formats, join: words.dayAt });
    say(next, opensAt === undefined || isOpen ? '' : `. ${words.opens(when())}`);
    say(way, isOpen ? words.write : words.others);
    // Announce changes from now on only; the first state is read in place.
    state.role = 'status';
  };
}

class Widget extends HTMLElement {
  unsubscribe = (): void => {};

  connectedCallback(): void {
    this.unsubscribe = subscribe(
      draw(this.shadowRoot ?? this.attachShadow({ mode: 'open' }), localeOf(this)),
    );
  }

  disconnectedCallback(): void {
    this.unsubscribe();
  }
}

// A page may load the script twice, from two addresses.
if (customElements.get(NAME) === undefined) customElements.define(NAME, Widget);

const placed = new WeakSet<HTMLScriptElement>();

/**
 * Inserts one widget after each of our scripts in the page, unless one is there already, for example in stored markup.
 * Sites that exchange the body between pages (Turbo, htmx, view transitions) insert the script again, and browsers do
 * not run a module twice; hence the observer.
 */
function place(): void {
  for (const script of document.body.querySelectorAll<HTMLScriptElement>('script[src]')) {
    // A script is handled once, so that a site can remove the widget.
    if (script.src !== OWN || placed.has(script)) continue;
    placed.add(script);
    if (script.nextElementSibling?.matches(`${NAME}[data-own]`) === true) continue;
    const { lang } = script.dataset;
    const widget = make(NAME as 'section', { ...(lang !== undefined && { lang }) });
    widget.dataset['own'] = '';
    script.after(widget);
  }
}

place();
new MutationObserver(place).observe(document, { childList: true, subtree: true });
