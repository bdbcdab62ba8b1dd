import { useEffect, useState } from "react";
import type { MemoryEntry } from "#core/memory/schema";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DiffView, type DiffSection } from "../../ui/diff/index.tsx";
import { errorText, type ErrorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import type { Actions } from "./use-actions.ts";
import { useMemory } from "./use-memory.ts";

interface CompareDialogProps {
  readonly kept: MemoryEntry;
  readonly copy: MemoryEntry;
  readonly actions: Actions;
  readonly onClose: () => void;
}

/** What one document says differently from another, line by line, and which of them to keep. */
export const CompareDialog = ({ kept, copy, actions, onClose }: CompareDialogProps) => {
  const t = useTexts("memory");
  const memory = useMemory();
  const [diff, setDiff] = useState<string | ErrorText | null>(null);
  useEffect(() => {
    let current = true;
    void memory.compare(copy.id, kept.id).then((outcome) => current && setDiff(outcome.ok ? outcome.value.diff : errorText(outcome.error)));
    return () => {
      current = false;
    };
  }, [memory, copy.id, kept.id]);
  const keep = (one: MemoryEntry, other: MemoryEntry) => {
    onClose();
    void actions.merge(one.id, [other.id]);
  };
  const section = (text: string): DiffSection => ({
    key: copy.id,
    sign: "changed",
    title: kept.title,
    detail: kept.path,
    body: text === "" ? { type: "none", why: t("compare.same") } : { type: "diff", text },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      width="large"
      title={t("compare.title")}
      description={t("compare.text", { before: copy.path, after: kept.path })}
      footer={
        <>
          <Button onClick={() => keep(copy, kept)}>{t("compare.keepBefore")}</Button>
          <Button tone="primary" onClick={() => keep(kept, copy)}>
            {t("compare.keepAfter")}
          </Button>
        </>
      }
    >
      {diff === null && (
        <p className="grid min-h-40 place-items-center text-ink-faint">
          <Spinner />
        </p>
      )}
      {typeof diff === "string" && <DiffView sections={[section(diff)]} />}
      {diff !== null && typeof diff !== "string" && (
        <Notice tone="warning" title={diff.title}>
          {diff.text}
        </Notice>
      )}
    </Dialog>
  );
};
