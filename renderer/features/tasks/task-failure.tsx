import type { TaskError, TaskLimitsChange } from "#core/agents/schema";
import type { ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { hrefOf } from "../../ui/route.ts";
import { moreLimits } from "./more-limits.ts";

interface TaskFailureProps {
  readonly error: TaskError | ClientError;
  readonly busy: boolean;
  /** Begins the same anew; null where the screen has another way to do so. */
  readonly onAgain: ((limits: TaskLimitsChange) => void) | null;
}

/** Why there is no plan, and what to do about it. */
export const TaskFailure = ({ error, busy, onAgain }: TaskFailureProps) => {
  const t = useTexts("tasks");
  const text = errorText(error);
  const stopped = error.type === "Aborted";
  const more = error.type === "TaskLimitReached" ? moreLimits(error) : null;
  const toModels = error.type === "PlannerMissing" || error.type === "TaskLimitReached";
  return (
    <Notice
      tone={stopped ? "info" : "danger"}
      title={stopped ? t("work.cancelled") : text.title}
      action={
        <div className="flex shrink-0 flex-wrap justify-end gap-2">
          {toModels && (
            <Button size="small" asChild>
              <a href={hrefOf({ screen: "models", place: null })}>{t("error.models")}</a>
            </Button>
          )}
          {more !== null && onAgain !== null && (
            <Button size="small" busy={busy} onClick={() => onAgain(more)}>
              {t("error.more")}
            </Button>
          )}
          {more === null && onAgain !== null && (
            <Button size="small" busy={busy} onClick={() => onAgain({})}>
              {t("error.again")}
            </Button>
          )}
        </div>
      }
    >
      {stopped ? undefined : text.text}
    </Notice>
  );
};
