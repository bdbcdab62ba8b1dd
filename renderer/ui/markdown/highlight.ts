import type { CodePiece, HighlightReply, HighlightRequest } from "./highlight-worker.ts";
import { grammarOf } from "./languages.ts";

type Lines = readonly (readonly CodePiece[])[];

/** A hostile text can make any grammar slow; past this the thread is ended and the code stays plain. */
const limitMs = 4000;
const longestCode = 100_000;
const mostKept = 300;
const kinds = new Set(["constant", "string", "comment", "keyword", "parameter", "function", "string-expression", "punctuation", "link"]);

export interface Highlighter {
  /** Colours `element`'s code, at once when it was coloured before, else when the thread has answered. Never throws; the text never changes. */
  readonly colour: (element: HTMLElement, language: string) => void;
}

const paint = (element: HTMLElement, lines: Lines): void => {
  const nodes: Node[] = [];
  for (const [index, line] of lines.entries()) {
    if (index > 0) nodes.push(document.createTextNode("\n"));
    for (const [text, kind] of line) {
      if (!kinds.has(kind)) nodes.push(document.createTextNode(text));
      else {
        const span = document.createElement("span");
        span.className = `md-t-${kind}`;
        span.textContent = text;
        nodes.push(span);
      }
    }
  }
  element.replaceChildren(...nodes);
};

const textOf = (lines: Lines): string => lines.map((line) => line.map(([text]) => text).join("")).join("\n");

export const createHighlighter = (workerUrl: (url: string) => string): Highlighter => {
  const kept = new Map<string, Lines | null>();
  const waiting = new Map<number, { readonly key: string; readonly code: string; readonly elements: HTMLElement[] }>();
  let worker: Promise<Worker> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastId = 0;

  const keep = (key: string, lines: Lines | null) => {
    kept.set(key, lines);
    const oldest = kept.keys().next();
    if (kept.size > mostKept && !oldest.done) kept.delete(oldest.value);
  };

  const giveUp = () => {
    void worker?.then((stopped) => stopped.terminate());
    worker = undefined;
    for (const request of waiting.values()) keep(request.key, null);
    waiting.clear();
  };

  const finish = (id: number, found: Lines | null) => {
    clearTimeout(timer);
    const request = waiting.get(id);
    if (request === undefined) return;
    waiting.delete(id);
    const lines = found !== null && textOf(found) === request.code ? found : null;
    keep(request.key, lines);
    if (lines !== null) for (const element of request.elements) if (element.textContent === request.code) paint(element, lines);
  };

  const start = async (): Promise<Worker> => {
    const { default: file } = await import("./highlight-worker.ts?worker&url");
    const started = new Worker(workerUrl(file), { type: "module" });
    started.addEventListener("error", giveUp);
    started.addEventListener("message", (event: MessageEvent<HighlightReply>) => {
      if (event.data.type === "done") return finish(event.data.id, event.data.lines);
      // Only the colouring is timed: fetching a grammar may take as long as it takes.
      clearTimeout(timer);
      timer = setTimeout(giveUp, limitMs);
    });
    return started;
  };

  const ask = async (request: HighlightRequest) => {
    worker ??= start();
    try {
      (await worker).postMessage(request);
    } catch {
      // The thread's file could not be fetched (the line is down): the code stays plain, the next one tries again.
      giveUp();
    }
  };

  return {
    colour: (element, language) => {
      const code = element.textContent;
      const grammar = grammarOf(language);
      if (grammar === null || code.length > longestCode) return;
      const key = `${grammar}\n${code}`;
      const known = kept.get(key);
      if (known !== undefined) return known === null ? undefined : paint(element, known);
      const same = [...waiting.values()].find((request) => request.key === key);
      if (same !== undefined) return void same.elements.push(element);
      lastId += 1;
      waiting.set(lastId, { key, code, elements: [element] });
      void ask({ id: lastId, code, grammar });
    },
  };
};
