import type { KatexOptions } from "katex";
import type { Sanitiser } from "./sanitise.ts";

type Render = (text: string, element: HTMLElement, options: KatexOptions) => void;

const mostKept = 500;
/** More formulas in one block than any honest text has; the rest stay as written. */
const mostInBlock = 300;

/** `trust` keeps out links, pictures and raw attributes; the limits bound macros (expansions) and sizes (em). */
const optionsFor = (displayMode: boolean): KatexOptions => ({
  displayMode,
  trust: false,
  strict: "ignore",
  throwOnError: true,
  maxExpand: 200,
  maxSize: 20,
  output: "htmlAndMathml",
});

const keyOf = (element: Element): string => `${element.getAttribute("data-math")} ${element.textContent}`;

export interface Formulas {
  /** Typesets every `.md-math` below `root` that is not yet, at once when KaTeX is loaded, else when it is. A formula that KaTeX refuses stays as written. */
  readonly typeset: (root: ParentNode) => void;
  /** Whether `old` shows what `fresh`, not yet typeset, asks for. */
  readonly isTypeset: (old: Element, fresh: Element) => boolean;
}

export const createFormulas = (sanitiser: Sanitiser): Formulas => {
  const kept = new Map<string, HTMLElement | null>();
  const written = new WeakMap<Element, string>();
  let render: Render | undefined;
  let loading: Promise<void> | undefined;

  const load = async () => {
    const [katex] = await Promise.all([import("katex"), import("katex/dist/katex.min.css")]);
    render = katex.render;
  };

  const make = (text: string, display: boolean, draw: Render): HTMLElement | null => {
    const holder = document.createElement("span");
    try {
      draw(text, holder, optionsFor(display));
    } catch {
      return null;
    }
    sanitiser.math(holder);
    return holder;
  };

  const place = (element: HTMLElement, draw: Render) => {
    const text = element.textContent;
    const display = element.dataset["math"] === "display";
    const key = keyOf(element);
    written.set(element, key);
    if (!kept.has(key)) {
      kept.set(key, make(text, display, draw));
      const oldest = kept.keys().next();
      if (kept.size > mostKept && !oldest.done) kept.delete(oldest.value);
    }
    const made = kept.get(key);
    element.classList.add(made ? "md-math-ready" : "md-math-failed");
    if (made) element.replaceChildren(...[...made.childNodes].map((node) => node.cloneNode(true)));
  };

  const typesetAll = (elements: readonly HTMLElement[]) => {
    if (render !== undefined) for (const element of elements) place(element, render);
  };

  return {
    isTypeset: (old, fresh) => written.has(old) && fresh.classList.contains("md-math") && written.get(old) === keyOf(fresh),
    typeset: (root) => {
      const elements = [...root.querySelectorAll<HTMLElement>(".md-math:not(.md-math-ready, .md-math-failed)")].slice(0, mostInBlock);
      if (elements.length === 0) return;
      if (render !== undefined) return typesetAll(elements);
      loading ??= load();
      loading.then(
        () => typesetAll(elements),
        // Without KaTeX formulas stay readable as written; the next one tries again.
        () => (loading = undefined),
      );
    },
  };
};
