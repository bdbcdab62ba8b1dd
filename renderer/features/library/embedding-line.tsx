import { Waypoints } from "lucide-react";
import { errorText } from "../../ui/error-text.ts";
import { formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { useLibraryState } from "./use-library.ts";

/** Which embedder answers searches now, in plain words, and what is being prepared. */
export const EmbeddingLine = () => {
  const t = useTexts("library");
  const embedding = useLibraryState((state) => state.embedding);
  const chunkCount = useLibraryState((state) => state.status?.chunkCount ?? 0);
  if (embedding === null || chunkCount === 0) return null;
  const { active, activity, problem } = embedding;
  const nameOf = (model: typeof active) => t(`embedding.${model.kind}`, { name: model.name });
  const doing =
    activity.type === "learning"
      ? t("embedding.learning", { count: formatNumber(activity.chunkCount) })
      : activity.type === "re-embedding"
        ? t("embedding.reembedding", {
            name: nameOf(activity.next),
            done: formatNumber(activity.done),
            total: formatNumber(activity.total),
          })
        : null;
  return (
    <footer
      data-testid="embedding-line"
      className="flex min-h-10 shrink-0 items-center gap-3 border-t border-line/60 px-4 py-2 text-small text-ink-faint sm:px-6"
    >
      <Waypoints aria-hidden size={14} className="shrink-0" />
      <p className="min-w-0 flex-1">
        <span className="font-medium text-ink-soft">
          {t("embedding.label")}: {nameOf(active)}.
        </span>{" "}
        {problem === null
          ? (doing ?? t(`embedding.${active.kind}Text`, { dimensions: active.dimensions }))
          : `${errorText(problem).title}. ${errorText(problem).text}`}
      </p>
      {activity.type !== "idle" && (
        <div className="w-28 shrink-0">
          <ProgressBar
            label={doing ?? ""}
            share={activity.type === "re-embedding" && activity.total > 0 ? activity.done / activity.total : null}
          />
        </div>
      )}
    </footer>
  );
};
