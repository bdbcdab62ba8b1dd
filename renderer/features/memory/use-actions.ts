import type { DocumentId, TrustClass } from "#core/memory/schema";
import type { ClientError } from "../../bridge/index.ts";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { showToast } from "../../ui/toast-store.ts";
import { useMemory } from "./use-memory.ts";

/** Longer than other toasts, and shorter than the ten seconds a forgetting waits. */
const undoToastMs = 9000;

/** What the page does, with the toast that says it was done and takes it back. */
export const useActions = () => {
  const t = useTexts("memory");
  const memory = useMemory();
  const failed = (problem: ClientError) => void showToast({ tone: "danger", ...errorText(problem) });

  const separate = async (documentIds: readonly DocumentId[]) => {
    const { problem } = await memory.separate(documentIds);
    if (problem !== null) failed(problem);
  };
  const merged = (mergedIds: readonly DocumentId[]) => {
    if (mergedIds.length === 0) return void showToast({ title: t("copies.nothing"), text: t("copies.nothingText") });
    showToast({
      title: t("copies.done", { count: mergedIds.length }),
      text: t("copies.doneText"),
      action: { label: t("undo"), onSelect: () => void separate(mergedIds) },
    });
  };

  return {
    separate,
    merge: async (keepId: DocumentId, copyIds: readonly DocumentId[]) => {
      const { problem, value } = await memory.merge(keepId, copyIds);
      if (problem !== null) failed(problem);
      else merged(value?.mergedIds ?? []);
    },
    mergeAll: async () => {
      const { problem, value } = await memory.mergeAll();
      if (problem !== null) failed(problem);
      else merged(value?.mergedIds ?? []);
    },
    forget: async (documentIds: readonly DocumentId[]) => {
      const { problem, value } = await memory.forget(documentIds);
      if (problem !== null || value === null) return problem === null ? undefined : failed(problem);
      showToast({
        title: t("forget.done", { count: value.forgotten }),
        text: t(value.traces.ownCopies > 0 ? "forget.doneOwn" : "forget.doneText"),
        durationMs: undoToastMs,
        action: {
          label: t("undo"),
          onSelect: () => void memory.takeBack(value.ticket).then((back) => back.problem !== null && failed(back.problem)),
        },
      });
    },
    setTrust: async (documentIds: readonly DocumentId[], trust: TrustClass | null) => {
      const { problem } = await memory.setTrust(documentIds, trust);
      if (problem !== null) failed(problem);
    },
    setPrivate: async (documentIds: readonly DocumentId[], isPrivate: boolean) => {
      const problem = await memory.setPrivate(documentIds, isPrivate);
      if (problem !== null) failed(problem);
      else
        showToast({
          title: t(isPrivate ? "private.done" : "private.undone"),
          action: { label: t("undo"), onSelect: () => void memory.setPrivate(documentIds, !isPrivate) },
        });
    },
    readAgain: async (documentIds: readonly DocumentId[]) => {
      const { problem } = await memory.readAgain(documentIds);
      if (problem !== null) failed(problem);
      else showToast({ title: t("state.reading", { count: documentIds.length }) });
    },
    check: async () => {
      const { problem, value } = await memory.check();
      if (problem !== null) return failed(problem);
      const count = value === null ? 0 : value.changed + value.missing + value.away;
      showToast({ title: count === 0 ? t("check.fine") : t("check.found", { count }) });
    },
  };
};

export type Actions = ReturnType<typeof useActions>;
