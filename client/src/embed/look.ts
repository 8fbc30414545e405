/**
 * Styles of the widget, independent of the surrounding site. A constructed style sheet is not subject to the site's
 * policy for styles. The site chooses light or dark (`color-scheme`), because the widget is part of its page.
 */
const CSS = `
:host { display: block; margin-block: 1em }
div {
  all: initial;
  color-scheme: inherit;
  box-sizing: border-box;
  display: grid;
  gap: .6em;
  max-inline-size: 24em;
  padding: 1.1em 1.2em;
  border: 1px solid light-dark(#dcd5c8, #2e3763);
  border-radius: 1.1em;
  background: light-dark(#fffdf9, #1a2140);
  color: light-dark(#1e2438, #f5efe2);
  font: medium/1.45 system-ui, sans-serif;
}
p { margin: 0 }
.title { font: 1.2em/1.3 Palatino, Georgia, serif }
.state::before {
  content: '';
  display: inline-block;
  box-sizing: border-box;
  inline-size: .75em;
  block-size: .9em;
  margin-inline-end: .5em;
  border: 1px solid #7d8394;
  border-radius: .15em;
  background: #1c2446;
}
.lit::before { background: #ffc75f; border-color: #b98d2f }
.state b { font-weight: 600 }
a { color: light-dark(#2a438f, #b3c6ff); white-space: nowrap; padding-block: .25em }
a:focus-visible { outline: 3px solid light-dark(#2a438f, #ffd98c); outline-offset: 2px; border-radius: .4em }
.go {
  padding: .7em 1em;
  border: 1px solid transparent;
  border-radius: .75em;
  background: light-dark(#2b3c78, #ffc75f);
  color: light-dark(#fff, #2b1d02);
  font-weight: 600;
  text-align: center;
  text-decoration: none;
  white-space: normal;
}
.go:hover { background: light-dark(#223062, #ffd98c) }
i { position: absolute; overflow: hidden; inline-size: 1px; block-size: 1px; clip-path: inset(50%) }
`;

export function lookOf(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  return sheet;
}
