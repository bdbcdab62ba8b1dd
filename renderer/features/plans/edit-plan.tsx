import { useId, useState } from "react";
import type { Result } from "#core/base/schema";
import type { Plan, PlanDraft } from "#core/plans/schema";
import type { ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { planProblemText } from "../../ui/action-error-values.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Keys } from "../../ui/keys.tsx";
import { planText, readPlanText, type TextProblem } from "./plan-text.ts";

interface EditPlanProps {
  readonly plan: Plan;
  readonly onSave: (draft: PlanDraft) => Promise<Result<Plan, ClientError>>;
  readonly onClose: () => void;
}

const problemsOf = (error: ClientError): TextProblem[] => {
  if (error.type === "PlanInvalid") return error.problems.map((problem) => ({ place: "", reason: planProblemText(problem) }));
  const { title, text } = errorText(error);
  return [{ place: "", reason: `${title}. ${text}` }];
};

/** A plan as text. Saving makes a new version, which is simulated anew; an approval of the old one is worth nothing. */
export const EditPlan = ({ plan, onSave, onClose }: EditPlanProps) => {
  const t = useTexts("plans");
  const shared = useTexts("ui");
  const id = useId();
  const [text, setText] = useState(() => planText(plan));
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly TextProblem[]>([]);
  const save = async () => {
    const draft = readPlanText(text);
    if (!draft.ok) return setProblems(draft.error);
    setBusy(true);
    const saved = await onSave(draft.value);
    setBusy(false);
    if (saved.ok) onClose();
    else setProblems(problemsOf(saved.error));
  };
  return (
    <Dialog
      open
      width="large"
      onClose={onClose}
      title={t("edit.title")}
      description={t("edit.text")}
      footer={
        <>
          <Button onClick={onClose}>{shared("cancel")}</Button>
          <Button tone="primary" busy={busy} onClick={() => void save()}>
            {t("edit.save")}
            <Keys keys="mod+enter" inverted />
          </Button>
        </>
      }
    >
      <textarea
        autoFocus
        aria-label={t("edit.label")}
        aria-invalid={problems.length > 0 || undefined}
        aria-describedby={problems.length > 0 ? `${id}-problems` : undefined}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setProblems([]);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void save();
          }
        }}
        className="block h-[40vh] w-full resize-y rounded-medium border border-line bg-canvas px-3 py-2 font-mono text-small outline-none focus-visible:border-focus aria-invalid:border-danger"
      />
      {problems.length > 0 && (
        <ul id={`${id}-problems`} role="alert" className="mt-2 flex flex-col gap-1 text-note text-danger">
          {problems.map(({ place, reason }, position) => (
            <li key={position}>
              {place !== "" && <span className="font-medium">{place}: </span>}
              {reason}
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
};
