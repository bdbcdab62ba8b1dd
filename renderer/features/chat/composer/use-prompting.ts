import { useState } from "react";
import { isBelowUnmatched, promptQuery } from "./prompt-slot.tsx";

interface Prompting {
  /** How the prompts were opened: by "/" in an empty composer, which the prompt then replaces, or by the button. */
  readonly by: "slash" | "button";
  /** Letters that no prompt met. */
  readonly unmatched: string | null;
}

/** Whether prompts are being looked for from a composer that holds `text`, and for which. */
export const usePrompting = (text: string) => {
  const [prompting, setPrompting] = useState<Prompting | null>(null);
  const looked = prompting === null ? null : prompting.by === "button" ? "" : promptQuery(text);
  const query = looked === null || isBelowUnmatched(looked, prompting?.unmatched ?? null) ? null : looked;
  const close = () => setPrompting(null);
  return {
    isBySlash: prompting?.by === "slash",
    /** Null: the prompts are closed. Where nothing met the letters they close by themselves, and come back with letters that may. */
    query,
    close,
    open: () => setPrompting({ by: "button", unmatched: null }),
    toggle: () => setPrompting(query === null ? { by: "button", unmatched: null } : null),
    onWritten: (written: string) => {
      if (text === "" && written === "/") setPrompting({ by: "slash", unmatched: null });
      else if (prompting?.by === "slash" && promptQuery(written) === null) close();
    },
    onNothing: (unmatched: string) => setPrompting((before) => (before === null ? null : { ...before, unmatched })),
  };
};
