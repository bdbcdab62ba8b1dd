import type { Links } from "marked";
import { memo, useLayoutEffect, useRef } from "react";
import { calmBlock } from "./calm.ts";
import { pagePainter } from "./painter.ts";
import { renderBlockHtml, type MarkdownLabels } from "./render-html.ts";

interface MarkdownBlockProps {
  readonly raw: string;
  readonly open: boolean;
  readonly links: Links;
  /** Citation numbers joined with commas, so that equal sets compare equal. */
  readonly citations: string;
  readonly labels: MarkdownLabels;
}

/** One block of an answer. Touches the page only when its own text changes. */
export const MarkdownBlockView = memo(({ raw, open, links, citations, labels }: MarkdownBlockProps) => {
  const target = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (target.current === null) return;
    const numbers = new Set(citations === "" ? [] : citations.split(",").map(Number));
    const html = renderBlockHtml(open ? calmBlock(raw) : raw, { links, citations: numbers, labels });
    pagePainter().paint(target.current, html, open);
  }, [raw, open, links, citations, labels]);
  return <div ref={target} className="md-block" />;
});
