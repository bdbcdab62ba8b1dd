import { useEffect, useEffectEvent } from "react";
import { commandOfKeys, runCommand } from "../ui/commands.ts";
import { isForWriting, pressOf } from "../ui/key-press.ts";

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

/** What lies over the window and has to be closed or answered first. The palette and the list of shortcuts close with their own keys. */
const layers = "[role=dialog], [role=alertdialog], [role=menu]";
const toggles = new Set(["app.palette", "app.shortcuts"]);

/** Runs commands by key, wherever the focus is. Behind a dialog nothing happens that cannot be seen. `isLayerOpen`: one is there, or on its way. */
export const useKeyboard = (isLayerOpen: () => boolean): void => {
  const isLayer = useEffectEvent(isLayerOpen);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      // A menu, a dialog or a field that has dealt with it has said so by now.
      if (event.defaultPrevented) return;
      const keys = pressOf(event);
      if (keys === null || (isForWriting(keys) && isWriting(event.target))) return;
      const command = commandOfKeys(keys);
      if (command === null) return;
      const isCovered = isLayer() || (event.target instanceof Element && event.target.closest(layers) !== null);
      if (isCovered && !toggles.has(command)) return;
      // Held down it would open and close, or go and come back.
      if (event.repeat || runCommand(command)) event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
};
