import { isApple } from "../ui/key-press.ts";

type Press = Pick<KeyboardEvent, "altKey" | "ctrlKey" | "getModifierState" | "key" | "metaKey">;

/** What a key press makes of a text that nobody sees yet; null: it is no writing. */
const typedOn = (text: string, event: Press): string | null => {
  const { altKey, ctrlKey, key, metaKey } = event;
  // AltGr, and Option on Apple's systems, write characters.
  if (metaKey || (!event.getModifierState("AltGraph") && (ctrlKey || (altKey && !isApple)))) return null;
  if (key === "Backspace") return [...text].slice(0, -1).join("");
  if ([...key].length === 1) return text + key;
  // What has the focus is about to be covered: nothing is sent from it, and the focus does not move on.
  return key === "Enter" || key === "Tab" ? text : null;
};

/** Keeps what is typed from now on for a field that is on its way, so that it does not go where the focus still is. Ends with `take`. */
export const typeAhead = (target: Pick<Window, "addEventListener" | "removeEventListener">, onGiveUp: () => void) => {
  let text = "";
  const listen = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Escape") onGiveUp();
    else {
      const next = typedOn(text, event);
      if (next === null) return;
      text = next;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  target.addEventListener("keydown", listen, { capture: true });
  return {
    /** What was typed since the last time; nobody listens any more. */
    take: (): string => {
      target.removeEventListener("keydown", listen, { capture: true });
      const typed = text;
      text = "";
      return typed;
    },
  };
};
