import { Eye, RotateCcw } from "lucide-react";
import type { TaskStep } from "#core/agents/schema";
import { useTexts } from "../../ui/i18n.ts";
import { lookWords } from "./look-words.ts";

/** What was looked at and what had to be asked again, in order. */
export const TaskSteps = ({ steps }: { readonly steps: readonly TaskStep[] }) => {
  const t = useTexts("tasks");
  const lines = steps.flatMap((step, position) => {
    if (step.type === "look") {
      const words = lookWords(t, step);
      return [
        { position, Icon: Eye, failed: !step.done, words: step.done ? words : `${words} – ${t("work.refused", { note: step.note })}` },
      ];
    }
    return step.type === "repair" ? [{ position, Icon: RotateCcw, failed: true, words: t("work.repair", { problem: step.problem }) }] : [];
  });
  return (
    <ul aria-label={t("work.label")} className="flex flex-col gap-1">
      {lines.map(({ Icon, failed, position, words }) => (
        <li key={position} data-testid="task-step" className="flex items-start gap-2 text-note text-ink-soft">
          <Icon aria-hidden size={13} className={`mt-[3px] shrink-0 ${failed ? "text-warning" : "text-ink-faint"}`} />
          <span className="line-clamp-2 min-w-0 wrap-anywhere">{words}</span>
        </li>
      ))}
    </ul>
  );
};
