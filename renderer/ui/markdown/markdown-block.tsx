import type { Links } from "marked";
import { memo, useLayoutEffect, useRef } from "react";
import { calmBlock } from "./calm.ts";
import { pagePainter } from "./painter.ts";
import { renderBlockHtml, type ArtifactLabels, type MarkdownLabels } from "./render-html.ts";

interface MarkdownBlockProps {
  readonly raw: string;
  readonly open: boolean;
  readonly links: Links;
  /** Citation numbers joined with commas, so that equal sets compare equal. */
  readonly citations: string;
  readonly labels: MarkdownLabels;
  readonly artifacts: ArtifactLabels | undefined;
}

/** One block of an answer. Touches the page only when its own text changes. */
export const MarkdownBlockView = memo(({ raw, open, links, citations, labels, artifacts }: MarkdownBlockProps) => {
  const target = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (target.current === null) return;
    const numbers = new Set(citations === "" ? [] : citations.split(",").map(Number));
    const html = renderBlockHtml(open ? calmBlock(raw) : raw, { links, citations: numbers, labels, artifacts });
    pagePainter().paint(target.current, html, open);
  }, [raw, open, links, citations, labels, artifacts]);
  return <div ref={target} className="md-block" />;
});
