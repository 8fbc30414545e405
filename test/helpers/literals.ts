/** Finds literal text in a view that should come from a catalogue. */
import { parseAst } from 'vite';

interface Node {
  readonly type: string;
  readonly [part: string]: unknown;
}

/** Attributes and properties whose text is visible or announced. */
const SPOKEN = new Set([
  ...['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext'],
  ...['title', 'placeholder', 'alt', 'label', 'legend', 'text', 'hint', 'yes', 'no'],
]);
/** Functions of ours that show or announce their argument. */
const SPEAKING = new Set(['announce', 'useTitle']);
/** The parts of an expression that can be its value. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  JSXExpressionContainer: ['expression'],
  ParenthesizedExpression: ['expression'],
  TSAsExpression: ['expression'],
  ConditionalExpression: ['consequent', 'alternate'],
  LogicalExpression: ['left', 'right'],
  TemplateLiteral: ['quasis', 'expressions'],
};

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;
const partsOf = (value: unknown): Node[] => [value].flat().filter(isNode);

/** Every text with letters between tags, in a visible or announced attribute, or passed to a speaking function. */
export function literals(source: string): string[] {
  return found(parseAst(source, { lang: 'tsx' }) as unknown as Node);
}

function found(node: Node): string[] {
  return [...spoken(node).flatMap(said), ...Object.values(node).flatMap(partsOf).flatMap(found)];
}

/** The child nodes whose text is shown as it is. */
function spoken(node: Node): Node[] {
  switch (node.type) {
    case 'JSXElement':
    case 'JSXFragment':
      return partsOf(node['children']);
    case 'JSXAttribute':
      return SPOKEN.has(nameOf(node['name'])) ? partsOf(node['value']) : [];
    case 'CallExpression':
      return SPEAKING.has(nameOf(node['callee'])) ? partsOf(node['arguments']) : [];
    default:
      return [];
  }
}

function said(node: Node): string[] {
  const text = textOf(node);
  if (text !== null) return /\p{L}{2}/u.test(text) ? [text.trim()] : [];
  const sum = node.type === 'BinaryExpression' && node['operator'] === '+';
  const parts = sum ? ['left', 'right'] : (VALUES[node.type] ?? []);
  return parts.flatMap((part) => partsOf(node[part])).flatMap(said);
}

function textOf({ type, value }: Node): string | null {
  if (type === 'TemplateElement') return (value as { readonly raw: string }).raw;
  return (type === 'JSXText' || type === 'Literal') && typeof value === 'string' ? value : null;
}

const nameOf = (value: unknown): string =>
  isNode(value) && typeof value['name'] === 'string' ? value['name'] : '';
