/**
 * Finds styles that name a physical side (left, right) instead of a logical one: they are wrong for right-to-left text.
 */

interface Declaration {
  readonly selector: string;
  readonly property: string;
  readonly value: string;
}

/** One line for each, unless the same element has another value under `:dir(rtl)`. */
export function physical(sheet: string): string[] {
  const all = declarations(sheet);
  return all
    .filter(({ property, value }) => namesSide(property, value))
    .filter(({ selector, property }) => {
      const other = selector.includes(RTL) ? selector.replace(RTL, '') : selector + RTL;
      return !all.some((one) => one.selector === other && one.property === property);
    })
    .map(({ selector, property, value }) => `${selector} { ${property}: ${value} }`);
}

const RTL = ':dir(rtl)';
/** Top and bottom as well: both halves of a pair must be logical. */
const SIDE = /(?:^|-)(?:left|right|top|bottom)(?:-|$)/;
const SIDEWAYS = /\b(?:left|right)\b/;
/** Properties whose values may name a side. */
const POINTING =
  /^(?:text-align|float|clear|transform-origin|perspective-origin|(?:background|object|mask)-position)/;
const BOXES =
  /^(?:margin|padding|inset|scroll-margin|scroll-padding|border-(?:width|style|color))$/;

function namesSide(property: string, value: string): boolean {
  if (property.startsWith('--')) return false;
  if (SIDE.test(property)) return true;
  if (POINTING.test(property) && SIDEWAYS.test(value)) return true;
  if (/\bto (?:left|right)\b|\btranslate(?:X|3d)?\((?!0\b)|\btranslate:\s*(?!0\b)/.test(value))
    return true;
  const values = tokens(value);
  if (BOXES.test(property)) return values.length === 4 && values[1] !== values[3];
  if (property === 'border-radius') return unevenCorners(values);
  return property === 'box-shadow' && value.split(',').some(fallsAside);
}

/** Corners clockwise from the upper left; an omitted corner equals the diagonally opposite one. */
function unevenCorners(values: readonly string[]): boolean {
  const [first, second = first, third = first, fourth = second] = values;
  return first !== second || third !== fourth;
}

/** The first length of a shadow is its horizontal offset. */
function fallsAside(shadow: string): boolean {
  const across = tokens(shadow.trim()).find((token) => /^-?[\d.]/.test(token));
  return across !== undefined && Number.parseFloat(across) !== 0;
}

/** Splits at spaces outside brackets. */
const tokens = (value: string): string[] =>
  value.match(/(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+/g) ?? [];

function declarations(sheet: string): Declaration[] {
  const bare = sheet.replaceAll(/\/\*[^]*?\*\//g, '');
  return [...bare.matchAll(/([^{};]+)\{([^{}]*)\}/g)].flatMap(([, selectors = '', body = '']) =>
    body
      .split(';')
      .map((line) => /^\s*([\w-]+)\s*:\s*([^]+)$/.exec(line))
      .filter((found) => found !== null)
      .flatMap(([, property = '', value = '']) =>
        selectors
          .split(',')
          .map((selector) => ({ selector: selector.trim(), property, value: value.trim() })),
      ),
  );
}
