import { useEffect, useEffectEvent } from "react";
import { commandOf, type Command } from "./shortcuts.ts";

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

/** Runs commands by key, wherever the focus is. A command answers false to leave the key to whoever else listens. */
export const useCommands = (run: (command: Command) => boolean): void => {
  const onCommand = useEffectEvent(run);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      // A menu or dialog that is open has its own Escape, and has dealt with it by now.
      if (event.defaultPrevented || event.isComposing) return;
      const command = commandOf(event, isWriting(event.target));
      if (command !== null && onCommand(command)) event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
};
