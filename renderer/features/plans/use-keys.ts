import { useEffect, useEffectEvent } from "react";

const takesLetters = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

/** Single letters as commands while `active`, unless somebody writes or a dialog, menu or another control has the key. */
export const useKeys = (active: boolean, commands: Readonly<Record<string, () => void>>): void => {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat || takesLetters(event.target)) return;
    // Behind an open dialog nothing may happen that cannot be seen.
    if (document.querySelector("[role=dialog]") !== null) return;
    const command = commands[event.key.toLowerCase()];
    if (command === undefined) return;
    event.preventDefault();
    command();
  });
  useEffect(() => {
    if (!active) return;
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [active]);
};
