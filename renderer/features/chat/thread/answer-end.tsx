import { ChevronDown, RotateCcw } from "lucide-react";
import type { Message } from "#core/chat/schema";
import { Button } from "../../../ui/button.tsx";
import { errorText } from "../../../ui/error-text.ts";
import { Notice } from "../../../ui/notice.tsx";
import { hrefOf } from "../../../ui/route.ts";
import { useTexts } from "../../../ui/i18n.ts";
import { BudgetNotice } from "./budget-notice.tsx";
import { obstacleOf } from "./obstacle.ts";
import { OtherModels } from "./other-models.tsx";

interface AnswerEndProps {
  readonly message: Message;
  readonly busy: boolean;
  /** By the chosen model, or by the one that is named. */
  readonly onRetry: (modelId?: string) => void;
}

/** How an answer ended when it did not end well: stopped by somebody, failed, or without the model that money kept out. */
export const AnswerEnd = ({ message, busy, onRetry }: AnswerEndProps) => {
  const t = useTexts("chat");
  const obstacle = obstacleOf(message);
  if (obstacle !== null) return <BudgetNotice obstacle={obstacle} failed={message.state === "failed"} onAgain={() => onRetry()} />;
  if (message.state === "stopped")
    return <p className="mt-2 text-note text-ink-faint">{t(message.text === "" ? "answer.stoppedEmpty" : "answer.stopped")}</p>;
  if (message.state !== "failed") return null;
  const text = errorText(message.error ?? { type: "Defect", reference: message.id });
  return (
    <div className="mt-3">
      <Notice
        tone="danger"
        title={text.title}
        action={
          <div className="flex shrink-0 flex-wrap justify-end gap-1.5">
            {message.error?.type === "PrivateContent" && (
              <Button asChild size="small">
                <a href={hrefOf({ screen: "models", place: "find" })}>{t("answer.findLocal")}</a>
              </Button>
            )}
            <OtherModels
              trigger={
                <Button size="small" disabled={busy}>
                  {t("answer.otherModel")}
                  <ChevronDown aria-hidden size={13} />
                </Button>
              }
              exceptId={message.answeredBy?.modelId ?? null}
              onChoose={onRetry}
            />
            <Button size="small" disabled={busy} onClick={() => onRetry()}>
              <RotateCcw aria-hidden size={13} />
              {t("answer.retry")}
            </Button>
          </div>
        }
      >
        {text.text}
      </Notice>
    </div>
  );
};
