/**
 * Keeps texts correct while the browser translates the page (rule U1). Chrome and Edge replace each text node by
 * elements of their own. Preact would keep updating the text node that was removed, would leave the translation of a
 * removed text in place, and would throw when it inserts something before it. So Preact never gets text nodes. An
 * element with only text gets it as `textContent`, which replaces any content. Text beside elements is wrapped in an
 * element of its own.
 */
import { type ComponentChildren, Fragment, createElement, options } from 'preact';

/** Has no styles, and behaves like any other child in a row or a grid. */
const TEXT_ELEMENT = 'x-text';

const isText = (child: ComponentChildren): child is string | number =>
  typeof child === 'string' || typeof child === 'number';

/**
 * Wraps the text among the children. Each child keeps its index, and with it its state. A single space needs no
 * translation, so it stays.
 */
function wrapped(child: ComponentChildren): ComponentChildren {
  if (Array.isArray(child)) return child.map(wrapped);
  return isText(child) && child !== ' ' ? createElement(TEXT_ELEMENT, null, child) : child;
}

/** Call once per page, before the first render. */
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
