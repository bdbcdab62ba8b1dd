import { FileJson } from "lucide-react";
import { useId, useRef, useState } from "react";
import type { PlanId } from "#core/plans/schema";
import type { ClientError } from "../../bridge/index.ts";
import { planProblemText } from "../../ui/action-error-values.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { Field } from "../../ui/field.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { readPlanText, type TextProblem } from "./plan-text.ts";
import { rememberedFolder, rememberFolder } from "../../ui/remembered-folder.ts";
import { usePlans } from "./use-plans.ts";

export interface PlanFile {
  readonly name: string;
  readonly text: string;
}

interface ImportPlanProps {
  /** Chosen already; null: to be chosen here. */
  readonly file: PlanFile | null;
  readonly onPlan: (planId: PlanId) => void;
  readonly onClose: () => void;
}

/** A plan file and the folder it is to work in → a plan to look at. Nothing is run. */
export const ImportPlan = ({ file: given, onPlan, onClose }: ImportPlanProps) => {
  const t = useTexts("plans");
  const shared = useTexts("ui");
  const port = usePlans();
  const formId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState(given);
  const [folder, setFolder] = useState(rememberedFolder);
  const [problems, setProblems] = useState<readonly TextProblem[]>([]);
  const [refusal, setRefusal] = useState<ClientError | null>(null);
  const [busy, setBusy] = useState(false);

  const take = async (chosen: File | undefined) => {
    if (chosen === undefined) return;
    setProblems([]);
    setFile({ name: chosen.name, text: await chosen.text() });
  };
  const add = async () => {
    if (file === null) return;
    const draft = readPlanText(file.text);
    if (!draft.ok) return setProblems(draft.error);
    setBusy(true);
    const created = await port.create(draft.value, folder.trim());
    setBusy(false);
    if (created.ok) {
      rememberFolder(folder.trim());
      return onPlan(created.value.id);
    }
    if (created.error.type === "PlanInvalid")
      return setProblems(created.error.problems.map((problem) => ({ place: "", reason: planProblemText(problem) })));
    setRefusal(created.error);
  };
  const wrong = refusal === null ? null : errorText(refusal);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("import.title")}
      description={t("import.text")}
      footer={
        <>
          <Button onClick={onClose}>{shared("cancel")}</Button>
          <Button tone="primary" type="submit" form={formId} busy={busy} disabled={file === null || folder.trim() === ""}>
            {t("import.look")}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <div className="flex flex-col gap-1.5">
          <button
            type="button"
            onClick={() => input.current?.click()}
            className="flex items-center gap-3 rounded-medium border border-dashed border-line-strong px-4 py-3 text-left transition-colors duration-100 hover:border-accent hover:bg-accent-soft/50"
          >
            <FileJson aria-hidden size={18} className="shrink-0 text-accent" />
            <span className="min-w-0">
              <span className="block truncate font-medium">{file === null ? t("import.choose") : file.name}</span>
              <span className="block text-small text-ink-faint">{t(file === null ? "import.chooseHint" : "import.other")}</span>
            </span>
          </button>
          <input
            ref={input}
            type="file"
            hidden
            accept=".json,application/json"
            aria-label={t("import.choose")}
            onChange={(event) => void take(event.target.files?.[0])}
          />
          {problems.length > 0 && (
            <ul role="alert" className="flex flex-col gap-1 text-note text-danger">
              {problems.map(({ place, reason }, position) => (
                <li key={position}>
                  {place !== "" && <span className="font-medium">{place}: </span>}
                  {reason}
                </li>
              ))}
            </ul>
          )}
        </div>
        <Field label={t("import.folder")} hint={t("import.folderHint")} error={wrong === null ? null : `${wrong.title}. ${wrong.text}`}>
          {(props) => (
            <Input
              {...props}
              autoFocus={given !== null}
              spellCheck={false}
              autoComplete="off"
              placeholder={t("import.folderExample")}
              value={folder}
              onChange={(event) => {
                setFolder(event.target.value);
                setRefusal(null);
              }}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
};
