import createDOMPurify from "dompurify";
import { marked } from "marked";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import "../../../app/theme.css";
import { hostileCorpus } from "../hostile-corpus.ts";
import { TooltipProvider } from "../../tooltip.tsx";
import { Markdown } from "../index.tsx";

/** Milliseconds, one for each update; `laidOut` counts until the page's layout is done as well. */
export interface UpdateTimes {
  readonly update: number[];
  readonly laidOut: number[];
}

/** What the tests and the bench do with the page; nothing of this is in the app. */
export interface MarkdownHarness {
  readonly hostileCount: number;
  readonly hostileText: (index: number) => string;
  readonly show: (text: string, streaming: boolean) => void;
  /** Times of each update while `text` grows by `step` characters: React's work, parsing, sanitising and the page's tree. */
  readonly stream: (text: string, step: number) => UpdateTimes;
  /** The same with the whole text parsed, sanitised and set each time, as most interfaces do. */
  readonly streamWhole: (text: string, step: number) => UpdateTimes;
  readonly chosen: () => readonly number[];
}

declare global {
  interface Window {
    harness: MarkdownHarness;
  }
}

const citations = new Set([1, 2, 3]);
const chosen: number[] = [];
const shownText = createStore(() => ({ text: "", streaming: false }));

const Page = () => {
  const shown = useStore(shownText);
  return (
    <main id="shown" className="mx-auto h-full max-w-2xl overflow-y-auto px-6 py-8">
      <Markdown text={shown.text} streaming={shown.streaming} citationNumbers={citations} onCitation={(number) => chosen.push(number)} />
    </main>
  );
};

const root = document.getElementById("root");
if (root !== null)
  flushSync(() =>
    createRoot(root).render(
      <TooltipProvider>
        <Page />
      </TooltipProvider>,
    ),
  );

const show: MarkdownHarness["show"] = (text, streaming) => flushSync(() => shownText.setState({ text, streaming }));

const grow = (text: string, step: number, update: (part: string) => void): UpdateTimes => {
  const times: UpdateTimes = { update: [], laidOut: [] };
  for (let length = step; length < text.length + step; length += step) {
    const startMs = performance.now();
    update(text.slice(0, length));
    times.update.push(performance.now() - startMs);
    document.body.getBoundingClientRect();
    times.laidOut.push(performance.now() - startMs);
  }
  return times;
};

window.harness = {
  hostileCount: hostileCorpus.length,
  hostileText: (index) => hostileCorpus[index]?.text ?? "",
  show,
  stream: (text, step) => {
    show("", false);
    return grow(text, step, (part) => show(part, true));
  },
  streamWhole: (text, step) => {
    const target = document.createElement("div");
    document.getElementById("shown")?.append(target);
    const purify = createDOMPurify(window);
    const times = grow(text, step, (part) =>
      target.replaceChildren(purify.sanitize(marked.parse(part, { async: false }), { RETURN_DOM_FRAGMENT: true })),
    );
    target.remove();
    return times;
  },
  chosen: () => chosen,
};
