/** An article's Markdown as plain data. Markup and pictures fall away, and so does every link but to https and a telephone. */
import { HelpLink, type Block, type Run } from '@terskel/shared/help';
import { fromMarkdown } from 'mdast-util-from-markdown';
import * as z from 'zod/mini';

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root | Root['children'][number];
type Style = Omit<Run, 'text'>;

/** What is nested deeper than anybody writes is left out. */
const DEEPEST = 24;

/** The page's words and links by reference: `[words][name]`. */
type Named = ReadonlyMap<string, string>;

export function blocksOf(markdown: string): Block[] {
  const root = fromMarkdown(markdown);
  // The first of a name counts.
  const named = new Map(definitionsIn(root).toReversed());
  const levelOf = headingLevels();
  return root.children.flatMap((node) => blockOf(node, named, levelOf)).filter(saysSomething);
}

/** Of one heading after the other, by how deep it was written: a level that is left out there is not drawn (rule U2). */
function headingLevels(): (depth: number) => 1 | 2 | 3 {
  const above: number[] = [];
  return (depth) => {
    while ((above.at(-1) ?? 0) >= depth) above.pop();
    above.push(depth);
    return above.length === 1 ? 1 : above.length === 2 ? 2 : 3;
  };
}

/** Wherever they stand, in quotes and lists as well. */
function definitionsIn(node: Node, depth = 0): (readonly [name: string, url: string])[] {
  if (depth > DEEPEST) return [];
  if (node.type === 'definition') return [[node.identifier, node.url]];
  return childrenOf(node).flatMap((child) => definitionsIn(child, depth + 1));
}

function blockOf(node: Node, named: Named, levelOf: ReturnType<typeof headingLevels>): Block[] {
  switch (node.type) {
    case 'heading':
      return [{ kind: 'heading', level: levelOf(node.depth), runs: runsIn(node, named) }];
    case 'list': {
      const { ordered, start } = node;
      const items = itemsOf(node, named);
      if (ordered !== true) return [{ kind: 'list', ordered: false, items }];
      const first = (start ?? 1) === 1 ? {} : { start: start ?? 1 };
      return [{ kind: 'list', ordered: true, ...first, items }];
    }
    case 'code':
      return [{ kind: 'code', text: node.value }];
    case 'blockquote':
      return [{ kind: 'quote', paragraphs: linesOf(node, named) }];
    case 'html':
    case 'definition':
    case 'thematicBreak':
      return [];
    default:
      return [{ kind: 'paragraph', runs: runsIn(node, named) }];
  }
}

/** A list within a list goes on with the items of the outer one; within an ordered one, where that would move numbers, with its lines. */
function itemsOf(node: Node, named: Named, depth = 0): Run[][] {
  if (depth > DEEPEST) return [];
  return childrenOf(node).flatMap((item) => {
    const [lists, rest] = [[] as Node[], [] as Node[]];
    for (const child of childrenOf(item)) (child.type === 'list' ? lists : rest).push(child);
    const own = rest.map((child) => runsIn(child, named, depth + 1));
    const inner = lists.flatMap((list) => itemsOf(list, named, depth + 1));
    const isOrdered = node.type === 'list' && node.ordered === true;
    const all = isOrdered ? [joined([...own, ...inner])] : [joined(own), ...inner];
    return all.filter((runs) => runs.length > 0);
  });
}

/** Whatever stands in a quote, as its paragraphs. */
function linesOf(node: Node, named: Named, depth = 0): Run[][] {
  if (depth > DEEPEST) return [];
  return childrenOf(node).flatMap((child) => {
    if (['blockquote', 'list', 'listItem'].includes(child.type))
      return linesOf(child, named, depth + 1);
    const runs = runsIn(child, named, depth);
    return runs.length > 0 ? [runs] : [];
  });
}

function runsIn(node: Node, named: Named, depth = 0, style: Style = {}): Run[] {
  if (depth > DEEPEST) return [];
  const within = (more: Style): Run[] =>
    childrenOf(node).flatMap((child) => runsIn(child, named, depth + 1, { ...style, ...more }));
  switch (node.type) {
    case 'text': {
      // The end of a line within a paragraph is a space; a break is written as one.
      const text = node.value.replaceAll('\n', ' ');
      return text === '' ? [] : [{ text, ...style }];
    }
    case 'inlineCode':
    case 'code':
      return node.value === '' ? [] : [{ text: node.value, ...style, code: true }];
    case 'break':
      return [{ text: '\n', ...style }];
    case 'strong':
      return within({ strong: true });
    case 'emphasis':
      return within({ em: true });
    case 'link':
      return within(linkTo(node.url));
    case 'linkReference':
      return within(linkTo(named.get(node.identifier) ?? ''));
    case 'html':
    case 'image':
    case 'imageReference':
      return [];
    default:
      return within({});
  }
}

/** Without a link the words stay. */
function linkTo(url: string): Style {
  const href = url.startsWith('tel:') ? url.replaceAll(/[ ()-]|%20/g, '') : url;
  const isKnown = z.safeParse(HelpLink, href).success && URL.canParse(href);
  return isKnown ? { href } : {};
}

const childrenOf = (node: Node): readonly Node[] => ('children' in node ? node.children : []);
const BREAK: readonly Run[] = [{ text: '\n' }];
function joined(parts: readonly Run[][]): Run[] {
  const [first = [], ...more] = parts.filter((runs) => runs.length > 0);
  return first.concat(...more.flatMap((runs) => [BREAK, runs]));
}

function saysSomething(block: Block): boolean {
  switch (block.kind) {
    case 'list':
      return block.items.length > 0;
    case 'quote':
      return block.paragraphs.length > 0;
    case 'code':
      return block.text.trim() !== '';
    default:
      return block.runs.length > 0;
  }
}
