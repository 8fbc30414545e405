/**
 * Keeps texts right while a browser translates the page (rule U1). Chrome and Edge replace each text node by elements
 * of their own. Preact would go on changing the text node that is no longer there, leave the translation of a text that
 * is gone, and throw when it inserts something before it. So Preact is given no text nodes: an element that holds text
 * alone gets it as `textContent`, which replaces whatever stands there, and text beside elements gets one of its own.
 */
import { type ComponentChildren, Fragment, type VNode, createElement, options } from 'preact';

/** Unknown to styles, and a child like any other in a row or a grid. */
const TEXT_ELEMENT = 'x-text';

interface Props {
  children?: ComponentChildren;
  textContent?: string;
}

const isText = (child: ComponentChildren): child is string | number =>
  typeof child === 'string' || typeof child === 'number';
const isNothing = (child: ComponentChildren): boolean =>
  child === null || child === undefined || typeof child === 'boolean';

/** Each run of texts in an element; every other child keeps its position, and with it its state. */
function wrapped(children: readonly ComponentChildren[]): ComponentChildren[] {
  const out: ComponentChildren[] = [];
  let text = '';
  let start = -1;
  const close = (): void => {
    if (start !== -1)
      out[start] = text.trim() === '' ? text : createElement(TEXT_ELEMENT, null, text);
    text = '';
    start = -1;
  };
  for (const [index, child] of children.entries()) {
    if (isText(child)) {
      if (start === -1) start = index;
      text += String(child);
      out.push(null);
    } else {
      if (!isNothing(child)) close();
      out.push(Array.isArray(child) ? wrapped(child) : child);
    }
  }
  close();
  return out;
}

function withoutTextNodes(type: VNode['type'], props: Props): void {
  if (typeof type !== 'string' && type !== Fragment) return;
  const { children } = props;
  const all: readonly ComponentChildren[] = Array.isArray(children) ? children : [children];
  if (!all.some((child) => isText(child) || Array.isArray(child))) return;
  if (type !== Fragment && all.every((child) => isText(child) || isNothing(child))) {
    delete props.children;
    props.textContent = all.filter(isText).join('');
  } else props.children = wrapped(all);
}

/** Once for each page, before anything is drawn. */
export function keepUnderTranslation(): void {
  options.vnode = ({ type, props }) => withoutTextNodes(type, props);
}
