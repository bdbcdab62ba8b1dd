import { useMemo, useState, type MouseEvent } from "react";
import { addTexts, useTexts } from "../i18n.ts";
import { showToast } from "../toast-store.ts";
import { createBlockSplitter } from "./blocks.ts";
import { readFence } from "./code-fences.ts";
import en from "./en.json";
import { LinkDialog } from "./link-dialog.tsx";
import { MarkdownBlockView } from "./markdown-block.tsx";
import "./markdown.css";
import type { PendingLink } from "./pending-link.ts";
import { safeText } from "./safe-text.ts";

addTexts("markdown", en);

interface MarkdownProps {
  readonly text: string;
  /** The text is still growing: its end may be half a sentence, half a table, half a link. */
  readonly streaming?: boolean | undefined;
  /** Somebody chose [n]. */
  readonly onCitation?: ((number: number) => void) | undefined;
  /** Only these [n] can be chosen; any other stays text. */
  readonly citationNumbers?: ReadonlySet<number> | undefined;
  /** Somebody wants a block of code in a place of its own; `ordinal` counts the top-level fences from 0, as `createFenceReader` does. */
  readonly onOpenCode?: ((ordinal: number) => void) | undefined;
}

/** Text nobody trusts, shown as Markdown. Finished blocks are never touched again while the text grows. */
export const Markdown = ({ text, streaming = false, onCitation, citationNumbers, onOpenCode }: MarkdownProps) => {
  const t = useTexts("markdown");
  const [splitter] = useState(createBlockSplitter);
  const [pending, setPending] = useState<PendingLink | null>(null);
  const [copyLabel, code, done, open, citation] = [t("copy"), t("code"), t("done"), t("open"), t("citation")];
  const labels = useMemo(() => ({ copy: copyLabel, code, done, open, citation }), [copyLabel, code, done, open, citation]);
  const canOpen = onOpenCode !== undefined;
  const [openCodeLabel, markdown, html, svg, table, chart] = [
    t("openCode"),
    t("kinds.markdown"),
    t("kinds.html"),
    t("kinds.svg"),
    t("kinds.table"),
    t("kinds.chart"),
  ];
  const artifacts = useMemo(
    () => (canOpen ? { openCode: openCodeLabel, kinds: { code, markdown, html, svg, table, chart } } : undefined),
    [canOpen, openCodeLabel, code, markdown, html, svg, table, chart],
  );
  const { blocks, links } = splitter.update(safeText(text), streaming);
  const citations = citationNumbers === undefined || onCitation === undefined ? "" : [...citationNumbers].join(",");

  const copy = async (button: HTMLElement) => {
    const text = button.closest(".md-code")?.querySelector("code")?.textContent ?? "";
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    if (!copied) return void showToast({ title: t("copyFailed"), tone: "danger" });
    button.textContent = t("copied");
    setTimeout(() => (button.textContent = copyLabel), 1600);
  };

  const openCode = (button: HTMLElement) => {
    const shown = button.closest(".md-block");
    const position = shown === null ? -1 : [...(shown.parentElement?.children ?? [])].indexOf(shown);
    if (position >= 0) onOpenCode?.(blocks.slice(0, position).filter(({ raw }) => readFence(raw) !== null).length);
  };

  const choose = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target instanceof Element)) return;
    const anchor = event.target.closest("a");
    if (anchor !== null) {
      // Every way of following a link, the middle button included, ends in the question where it leads.
      event.preventDefault();
      if (event.button < 2) setPending({ href: anchor.href, text: anchor.textContent });
      return;
    }
    const button = event.target.closest<HTMLElement>("button");
    if (button === null || event.button !== 0) return;
    if (button.dataset["citation"] !== undefined) onCitation?.(Number(button.dataset["citation"]));
    else if (button.dataset["action"] === "copy") void copy(button);
    else if (button.dataset["action"] === "open") openCode(button);
  };

  return (
    <>
      <div
        className="md"
        dir="auto"
        data-streaming={streaming || undefined}
        onClick={choose}
        onAuxClick={choose}
        onDragStart={(event) => event.preventDefault()}
      >
        {blocks.map((block, index) => (
          // A block's place is its identity: blocks are only ever added at the end.
          <MarkdownBlockView
            key={index}
            raw={block.raw}
            open={block.open}
            links={links}
            citations={citations}
            labels={labels}
            artifacts={artifacts}
          />
        ))}
      </div>
      {pending !== null && <LinkDialog link={pending} onClose={() => setPending(null)} />}
    </>
  );
};
