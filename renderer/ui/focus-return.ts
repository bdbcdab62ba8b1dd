import { useState } from "react";

/** An entry of a menu is gone when what it opened closes; whoever opened the menu is not. */
const lastingOf = (element: Element | null): Element | null => {
  const opener = element?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  return opener === null || opener === undefined ? element : document.getElementById(opener);
};

/**
 * Brings the focus back to where it was when a layer opened: for `onCloseAutoFocus` of a layer that nothing on the page is the trigger of, to be
 * called in a component that is there only while the layer is. Whoever was given the focus meanwhile keeps it.
 */
export const useFocusReturn = (): ((event: Event) => void) => {
  const [before] = useState(() => lastingOf(document.activeElement));
  return (event) => {
    event.preventDefault();
    const { activeElement } = document;
    if (activeElement !== null && activeElement !== document.body) return;
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
};
