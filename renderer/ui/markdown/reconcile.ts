const sameShell = (old: Element, fresh: Element): boolean => old.cloneNode(false).isEqualNode(fresh.cloneNode(false));

/**
 * Makes `target`'s children equal to those of `fresh` and touches only what differs: what stays keeps its layout and a reader's selection.
 * Nodes come from `fresh` as they are, so what was clean stays clean. `fresh` is used up. `isSame` may know two elements to be the same
 * although they are not equal, because the old one was made ready for reading since.
 */
export const reconcile = (target: Node, fresh: Node, isSame: (old: Element, fresh: Element) => boolean): void => {
  let old = target.firstChild;
  // A list of its own: nodes leave `fresh` on the way.
  const wanted = Array.from(fresh.childNodes);
  for (const next of wanted) {
    if (old === null) {
      target.appendChild(next);
      continue;
    }
    const following: ChildNode | null = old.nextSibling;
    if (old instanceof Text && next instanceof Text) {
      if (old.data !== next.data) old.data = next.data;
    } else if (old instanceof Element && next instanceof Element) {
      if (!isSame(old, next) && !old.isEqualNode(next)) {
        if (sameShell(old, next)) reconcile(old, next, isSame);
        else target.replaceChild(next, old);
      }
    } else target.replaceChild(next, old);
    old = following;
  }
  while (old !== null) {
    const following: ChildNode | null = old.nextSibling;
    target.removeChild(old);
    old = following;
  }
};
