import { useLayoutEffect, useRef } from "react";
import type { Passage } from "#core/memory/schema";
import { Notice } from "../../ui/notice.tsx";
import type { SourceItem } from "../../ui/source-item.ts";
import { useTexts } from "../../ui/i18n.ts";
import { passageParts } from "./passage-parts.ts";

/** The document's own text with the quote marked and in view. */
export const PassageView = ({ passage, source }: { readonly passage: Passage; readonly source: SourceItem }) => {
  const t = useTexts("sources");
  const mark = useRef<HTMLElement>(null);
  const parts = passageParts(passage, source.quote, source.start, source.end);
  useLayoutEffect(() => {
    mark.current?.scrollIntoView({ block: "center" });
  }, [passage, source]);
  return (
    <>
      {!parts.exact && (
        <div className="mb-4">
          <Notice tone="warning" title={t("moved")}>
            {source.quote}
          </Notice>
        </div>
      )}
      <p className="text-read wrap-anywhere whitespace-pre-wrap text-ink-soft">
        {parts.before.trimStart()}
        <mark ref={mark} data-testid="quote" className="box-decoration-clone px-0.5 text-ink">
          {parts.quote}
        </mark>
        {parts.after.trimEnd()}
      </p>
    </>
  );
};
