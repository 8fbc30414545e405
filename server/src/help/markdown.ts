/** Converts an article's Markdown to plain data. Drops HTML and images, and all links except `https:` and `tel:`. */
import { HelpLink, type Block, type Run } from '@terskel/shared/help';
import { fromMarkdown } from 'mdast-util-from-markdown';
import * as z from 'zod/mini';

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root | Root['children'][number];
type Style = Omit<Run, 'text'>;

/** Nodes nested deeper than this are dropped. */
const DEEPEST = 24;

/** URLs of reference links (`[words][name]`), by name. */
type Named = ReadonlyMap<string, string>;

/** Parses CommonMark into blocks; drops empty ones. */
export function blocksOf(markdown: string): Block[] {
  const root = fromMarkdown(markdown);
  // The first definition of a name counts (CommonMark); in a `Map`, the last one would.
  const named = new Map(definitionsIn(root).toReversed());
  const levelOf = headingLevels();
  return root.children.flatMap((node) => blockOf(node, named, levelOf)).filter(saysSomething);
}

/** Maps the written depth of each heading, in order, to a level without gaps (rule U2). */
function headingLevels(): (depth: number) => 1 | 2 | 3 {
  const above: number[] = [];
  return (depth) => {
    while ((above.at(-1) ?? 0) >= depth) above.pop();
    above.push(depth);
    return above.length === 1 ? 1 : above.length === 2 ? 2 : 3;
  };
}

/** All link definitions, also in quotes and lists. */
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

/**
 * Flattens nested lists. Inner items become items of the outer list. In an ordered list they become further lines of
 * their item, since more items would change the numbers.
 */
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

/** The content of a quote as paragraphs. */
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
      // A line ending within a paragraph is a space; hard breaks have a node type of their own.
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

/** The link as a style; none if it is not allowed, which keeps the text. */
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
