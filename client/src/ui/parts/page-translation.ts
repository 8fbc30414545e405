/**
 * Keeps texts right while a browser translates the page (rule U1). Chrome and Edge replace each text node by elements
 * of their own. Preact would go on changing the text node that is no longer there, leave the translation of a text that
 * is gone, and throw when it inserts something before it. So Preact is given no text nodes: an element that holds text
 * alone gets it as `textContent`, which replaces whatever stands there, and text beside elements gets one of its own.
 */
import { type ComponentChildren, Fragment, createElement, options } from 'preact';

/** Unknown to styles, and a child like any other in a row or a grid. */
const TEXT_ELEMENT = 'x-text';

const isText = (child: ComponentChildren): child is string | number =>
  typeof child === 'string' || typeof child === 'number';

/** Every child keeps its position, and with it its state. Nobody translates a space. */
function wrapped(child: ComponentChildren): ComponentChildren {
  if (Array.isArray(child)) return child.map(wrapped);
  return isText(child) && child !== ' ' ? createElement(TEXT_ELEMENT, null, child) : child;
}

/** Once for each page, before anything is drawn. */
export function keepUnderTranslation(): void {
  options.vnode = ({ type, props }) => {
    const own: { children?: ComponentChildren; textContent?: string } = props;
    const all = [own.children].flat() as readonly ComponentChildren[];
    if (!all.some((one) => isText(one) || Array.isArray(one))) return;
    if (typeof type === 'string' && all.every((one) => !(one instanceof Object))) {
      delete own.children;
      own.textContent = all.filter(isText).join('');
    } else if (typeof type === 'string' || type === Fragment) own.children = wrapped(own.children);
  };
}
