import { useEffect, useMemo, useState } from "react";
import type { Run, RunId, UndoPreview } from "#core/plans/schema";
import type { ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DiffView } from "../../ui/diff/index.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { sectionsOf } from "./effect-sections.ts";
import { effectWords } from "./effect-words.ts";
import { usePlans } from "./use-plans.ts";

interface UndoDialogProps {
  readonly run: Run;
  readonly onUndone: (runId: RunId) => void;
  readonly onClose: () => void;
}

/** What undo would do, before it does it. Places somebody changed since are overwritten only where that is said of each. */
export const UndoDialog = ({ run, onUndone, onClose }: UndoDialogProps) => {
  const t = useTexts("plans");
  const shared = useTexts("ui");
  const port = usePlans();
  const [preview, setPreview] = useState<UndoPreview | null>(null);
  const [conflicts, setConflicts] = useState<readonly string[]>([]);
  const [force, setForce] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<ClientError | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let gone = false;
    void port.undoPreview(run.id).then((found) => {
      if (gone) return;
      setProblem(found.ok ? null : found.error);
      if (!found.ok) return;
      setPreview(found.value);
      setConflicts(found.value.conflicts);
    });
    return () => {
      gone = true;
    };
  }, [port, run.id]);

  const undo = async () => {
    setBusy(true);
    const started = await port.undo(run.id, force);
    setBusy(false);
    if (started.ok) onUndone(started.value);
    else {
      setProblem(started.error);
      if (started.error.type === "UndoConflict") {
        const { paths } = started.error;
        setConflicts((before) => [...new Set([...before, ...paths])]);
      }
    }
  };
  const sections = useMemo(() => sectionsOf(t, preview?.effects ?? []), [t, preview]);
  const open = conflicts.filter((path) => !force.includes(path));
  const wrong = problem === null ? null : errorText(problem);
  return (
    <Dialog
      open
      width="large"
      onClose={onClose}
      title={t(run.undoes === null ? "undo.title" : "undo.redoTitle")}
      description={
        preview === null ? t("undo.looking") : t("undo.text", { effects: effectWords(t, preview.effects, "will") || t("undo.nothing") })
      }
      footer={
        <>
          <Button onClick={onClose}>{shared("cancel")}</Button>
          <Button
            tone="primary"
            autoFocus
            busy={busy}
            disabled={preview === null || open.length > 0 || (preview.effects.length === 0 && conflicts.length === 0)}
            onClick={() => void undo()}
          >
            {t(run.undoes === null ? "undo.undo" : "undo.redo")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {wrong !== null && (
          <Notice tone="danger" title={wrong.title}>
            {wrong.text}
          </Notice>
        )}
        {conflicts.length > 0 && (
          <section aria-label={t("undo.conflicts")} className="rounded-medium bg-warning-soft px-3.5 py-3">
            <p className="font-medium text-warning">{t("undo.conflictTitle", { count: conflicts.length })}</p>
            <p className="mt-0.5 text-note text-ink-soft">{t("undo.conflictText")}</p>
            <ul className="mt-2 flex flex-col gap-1.5">
              {conflicts.map((path) => (
                <li key={path} className="flex items-center gap-2.5">
                  <Checkbox
                    checked={force.includes(path)}
                    label={t("undo.overwrite", { path })}
                    onChange={(checked) => setForce(checked ? [...force, path] : force.filter((other) => other !== path))}
                  />
                  <span className="min-w-0 font-mono text-small break-all">{path}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        {preview !== null && preview.cannotUndo.length > 0 && (
          <Notice tone="warning" title={t("undo.cannot", { count: preview.cannotUndo.length })}>
            <ul className="list-disc pl-4">
              {preview.cannotUndo.map(({ effect, why }, position) => (
                <li key={position}>
                  {effectWords(t, [effect], "did")}: {why}
                </li>
              ))}
            </ul>
          </Notice>
        )}
        {sections.length > 0 && <DiffView sections={sections} />}
      </div>
    </Dialog>
  );
};
