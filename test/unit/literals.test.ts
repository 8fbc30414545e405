/** Views contain no literal text: all texts are in the catalogues. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/env.ts';
import { projectFiles } from '../../scripts/files.ts';
import { literals } from '../helpers/literals.ts';

test('[U1] no view contains text that is not in a catalogue', () => {
  const views = projectFiles('client/src/ui').filter((path) => path.endsWith('.tsx'));
  expect(views.length).toBeGreaterThan(30);
  const found = views.flatMap((path) =>
    literals(readFileSync(join(ROOT, path), 'utf8')).map((text) => `${path}: ${text}`),
  );
  expect(found).toEqual([]);
});

test.each([
  ['between tags', '<p>Hei på deg</p>'],
  ['over several lines', '<Button kind="main">\n  Avslutt\n</Button>'],
  ['beside a value', '<p>{count} venter</p>'],
  ['as a string', "<p>{'Hei'}</p>"],
  ['in a conditional', "<p>{here ? words.here : 'Borte'}</p>"],
  ['after &&', "<p>{away && 'Borte'}</p>"],
  ['after ??', "<p>{name ?? 'Ukjent'}</p>"],
  ['in a template', '<p>{`${count} venter`}</p>'],
  ['in a concatenation', "<p>{count + ' venter'}</p>"],
  ['in another alphabet', '<p>مرحبا</p>'],
  ['in a fragment', '<>Hei</>'],
  ['deep inside', '<ul>{all.map((one) => <li key={one}>Hei</li>)}</ul>'],
  ['in an attribute', '<img alt="Et hus" />'],
  ['in an attribute for a screen reader', '<nav aria-label={`Språk`} />'],
  ['in a component property', '<Confirm title={words.title} yes="Ja da" />'],
  ['announced', "useEffect(() => announce('Hei'))"],
  ['as a title', "useTitle('Samtale', words.brand)"],
])('[U1] a literal text is detected %s', (_, source) => {
  expect(literals(`const View = () => ${source};`)).toHaveLength(1);
});

test.each([
  ['words of a catalogue', '<p title={words.title}>{words.text}</p>'],
  ['names of classes, kinds and ids', '<p class={css["hint"]} id="main" role="status" />'],
  ['signs and numbers', '<p>{from}–{to} … 113</p>'],
  ['compared values', "<p>{state === 'open' && words.open}</p>"],
  ['catalogue keys', "<p>{words[proving ? 'proving' : 'starting']}</p>"],
  ['comments', '<p>{/* Her står det ingenting. */}</p>'],
])('[U1] other literals are ignored: %s', (_, source) => {
  expect(literals(`const View = () => ${source};`)).toEqual([]);
});
