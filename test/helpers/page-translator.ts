/** Changes a page as the page translation of Chrome and Edge does. Runs in the page, on present and later nodes. */
export function translatePage(): void {
  const ours = new WeakSet<Node>();
  const isLeftOut = (node: Node): boolean =>
    node.parentElement === null ||
    node.parentElement.closest('[translate=no], script, style, textarea') !== null;
  const translate = (text: Text): void => {
    if (ours.has(text) || text.data.trim() === '' || isLeftOut(text)) return;
    const [outer, inner] = [document.createElement('font'), document.createElement('font')];
    outer.style.verticalAlign = inner.style.verticalAlign = 'inherit';
    const translated = document.createTextNode(`‹${text.data.trim()}›`);
    ours.add(translated);
    inner.append(translated);
    outer.append(inner);
    text.parentNode?.replaceChild(outer, text);
  };
  const within = (root: Node): void => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found: Text[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      found.push(node as Text);
    if (root instanceof Text) found.push(root);
    for (const text of found) translate(text);
  };
  within(document.body);
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'characterData') within(target);
      for (const node of addedNodes) within(node);
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}
