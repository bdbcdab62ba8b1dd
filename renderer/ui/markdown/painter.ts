import { createFormulas } from "./formulas.ts";
import { createHighlighter } from "./highlight.ts";
import { reconcile } from "./reconcile.ts";
import { createSanitiser } from "./sanitise.ts";

/** Puts a block's markup on the page: sanitised every time, then formulas typeset and finished code coloured. */
export interface Painter {
  /** Colours finished code where it stands, as blocks of an answer are coloured. */
  readonly colour: (element: HTMLElement, language: string) => void;
  readonly paint: (target: HTMLElement, html: string, open: boolean) => void;
}

const createPainter = (): Painter => {
  const sanitiser = createSanitiser();
  const formulas = createFormulas(sanitiser);
  const highlighter = createHighlighter(sanitiser.workerUrl);
  return {
    colour: highlighter.colour,
    paint: (target, html, open) => {
      const fragment = sanitiser.fragment(html);
      reconcile(target, fragment, formulas.isTypeset);
      formulas.typeset(target);
      if (open) return;
      for (const code of target.querySelectorAll<HTMLElement>("code[data-language]"))
        highlighter.colour(code, code.dataset["language"] ?? "");
    },
  };
};

let painter: Painter | undefined;

/** One for the page: a Trusted Types policy can be made only once, and colours and formulas are shared by all messages. */
export const pagePainter = (): Painter => (painter ??= createPainter());
