import { ChevronLeft, ChevronRight, Copy, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Badge } from "../../ui/badge.tsx";
import { errorText } from "../../ui/error-text.ts";
import { addTexts, useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { hrefOf } from "../../ui/route.ts";
import { Notice } from "../../ui/notice.tsx";
import type { SourceItem } from "../../ui/source-item.ts";
import { Spinner } from "../../ui/spinner.tsx";
import { showToast } from "../../ui/toast-store.ts";
import en from "./en.json";
import { PassageView } from "./passage-view.tsx";
import { usePassage } from "./use-passage.ts";

addTexts("sources", en);

interface SourcePanelProps {
  readonly sources: readonly SourceItem[];
  readonly position: number;
  readonly onMove: (position: number) => void;
  readonly onClose: () => void;
}

const Body = ({ source }: { readonly source: SourceItem }) => {
  const t = useTexts("sources");
  const passage = usePassage(source.chunkId);
  if (passage === null) {
    return (
      <p className="flex items-center gap-2 text-ink-faint">
        <Spinner />
        {t("reading")}
      </p>
    );
  }
  if (passage.ok)
    return (
      <>
        <p className="mb-4 flex flex-wrap items-center gap-2 text-small">
          {passage.value.document.trust === "foreign" && <Badge tone="warning">{t("foreign")}</Badge>}
          <a
            className="text-accent underline underline-offset-2"
            href={hrefOf({ screen: "memory", documentId: passage.value.document.id })}
          >
            {t("memory")}
          </a>
        </p>
        <PassageView passage={passage.value} source={source} />
      </>
    );
  const text = errorText(passage.error);
  return (
    <>
      <Notice tone="warning" title={text.title}>
        {text.text}
      </Notice>
      {source.quote !== null && (
        <blockquote className="mt-4 border-l-2 border-line-strong pl-4 text-read whitespace-pre-wrap text-ink-soft">
          {source.quote}
        </blockquote>
      )}
    </>
  );
};

/** The exact passage behind a citation, inside the text around it. */
export const SourcePanel = ({ sources, position, onMove, onClose }: SourcePanelProps) => {
  const t = useTexts("sources");
  const panel = useRef<HTMLElement>(null);
  // Whoever opened it by keyboard reads on inside, and is back where they were when it closes.
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const source = sources[position];
  if (source === undefined) return null;
  const place = [source.page === null ? "" : t("page", { page: source.page }), source.heading].filter(Boolean).join(" · ");
  const copyPath = async () => {
    await navigator.clipboard.writeText(source.path);
    showToast({ title: t("copied"), text: source.path });
  };
  return (
    <aside ref={panel} tabIndex={-1} aria-label={t("label")} className="flex h-full min-h-0 flex-col bg-surface outline-none">
      <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line/60 pr-2 pl-4">
        <span className="flex-1 text-note text-ink-faint tabular-nums">
          {sources.length > 1 && t("position", { position: position + 1, count: sources.length })}
        </span>
        {sources.length > 1 && (
          <>
            <IconButton
              icon={ChevronLeft}
              size="small"
              label={t("previous")}
              disabled={position === 0}
              onClick={() => onMove(position - 1)}
            />
            <IconButton
              icon={ChevronRight}
              size="small"
              label={t("next")}
              disabled={position === sources.length - 1}
              onClick={() => onMove(position + 1)}
            />
          </>
        )}
        <IconButton icon={X} size="small" label={t("close")} shortcut="escape" onClick={onClose} />
      </header>
      <div className="border-b border-line/60 px-5 pt-4 pb-3">
        <h2 className="flex items-start gap-2.5 font-semibold">
          {source.number !== null && (
            <span className="mt-px grid size-5 shrink-0 place-items-center rounded-small bg-accent-soft text-micro font-semibold text-accent">
              {source.number}
            </span>
          )}
          <span className="min-w-0 wrap-anywhere">{source.title}</span>
        </h2>
        {place !== "" && <p className="mt-1 text-note text-ink-soft">{place}</p>}
        <button
          type="button"
          onClick={() => void copyPath()}
          title={t("copyPath")}
          className="mt-1 -ml-1 flex max-w-full items-center gap-1.5 rounded-small px-1 text-small text-ink-faint hover:bg-hover hover:text-ink-soft"
        >
          <span className="truncate" dir="rtl">
            <bdi>{source.path}</bdi>
          </span>
          <Copy aria-hidden size={12} className="shrink-0" />
        </button>
      </div>
      {/* Text alone takes no focus, and what cannot be focused cannot be scrolled by keys. */}
      <div
        tabIndex={0}
        role="region"
        aria-label={source.title}
        className="min-h-0 flex-1 overflow-y-auto px-5 py-5 focus-visible:-outline-offset-2"
      >
        <Body source={source} />
      </div>
    </aside>
  );
};
