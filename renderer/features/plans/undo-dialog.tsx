import { useEffect, useMemo, useState } from "react";
import type { Run, RunId, UndoPreview } from "#core/plans/schema";
import type { ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DiffView } from "../../ui/diff/index.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { sectionsOf } from "./effect-sections.ts";
import { effectWords } from "./effect-words.ts";
import { placesAfter, undoChoices, type Choice, type Choices, type ConflictPlace } from "./undo-choices.ts";
import { UndoConflicts } from "./undo-conflicts.tsx";
import { usePlans } from "./use-plans.ts";

interface UndoDialogProps {
  readonly run: Run;
  readonly onUndone: (runId: RunId) => void;
  readonly onClose: () => void;
}

interface Looked {
  readonly preview: UndoPreview;
  /** What the preview was made with; undo does exactly that. */
  readonly choices: Choices;
}

/** What undo would do, before it does it. Of each place somebody changed since, the person says whether theirs stays. */
export const UndoDialog = ({ run, onUndone, onClose }: UndoDialogProps) => {
  const t = useTexts("plans");
  const shared = useTexts("ui");
  const port = usePlans();
  const [looked, setLooked] = useState<Looked | null>(null);
  const [places, setPlaces] = useState<readonly ConflictPlace[]>([]);
  const [choices, setChoices] = useState<Choices>(new Map());
  const [turn, setTurn] = useState(0);
  const [problem, setProblem] = useState<ClientError | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    void port.undoPreview(run.id, undoChoices(choices), signal).then((found) => {
      if (signal.aborted) return;
      if (!found.ok) return setProblem(found.error);
      setLooked({ preview: found.value, choices });
      setPlaces((before) => placesAfter(before, found.value, choices));
    });
    return () => controller.abort();
  }, [port, run.id, choices, turn]);

  const choose = (paths: readonly string[], choice: Choice) => {
    setProblem(null);
    setChoices(new Map([...choices, ...paths.map((path) => [path, choice] as const)]));
  };
  const undo = async () => {
    setBusy(true);
    const started = await port.undo(run.id, undoChoices(choices));
    setBusy(false);
    if (started.ok) return onUndone(started.value);
    setProblem(started.error);
    // Somebody changed another place meanwhile: it is shown with the others.
    if (started.error.type === "UndoConflict") setTurn(turn + 1);
  };
  const preview = looked?.preview ?? null;
  const sections = useMemo(() => sectionsOf(t, preview?.effects ?? []), [t, preview]);
  const ready = preview !== null && looked?.choices === choices && preview.conflicts.length === 0 && preview.effects.length > 0;
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
          <Button tone="primary" autoFocus busy={busy} disabled={!ready} onClick={() => void undo()}>
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
        {places.length > 0 && <UndoConflicts places={places} choices={choices} onChoose={choose} />}
        {preview !== null && preview.skipped.length > 0 && (
          <Notice tone="info" title={t("undo.stays", { count: preview.skipped.length })}>
            {t("undo.staysText", { effects: effectWords(t, preview.skipped, "did") })}
          </Notice>
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
