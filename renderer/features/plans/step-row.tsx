import { ChevronDown, CircleHelp } from "lucide-react";
import { useState } from "react";
import { classNames } from "../../ui/class-names.ts";
import { conditionWords } from "../../ui/action-error-values.ts";
import { formatDuration } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { effectWords } from "./effect-words.ts";
import { RiskBadge } from "./mode-badge.tsx";
import { StepCompare } from "./step-compare.tsx";
import { stepErrorText, unpredictableText } from "./step-error-text.ts";
import { StepSign } from "./step-sign.tsx";
import type { StepView } from "./step-views.ts";

interface StepRowProps {
  readonly view: StepView;
  readonly position: number;
}

const StepDetail = ({ view }: { readonly view: StepView }) => {
  const t = useTexts("plans");
  const { step, run } = view;
  return (
    <div className="mt-2 flex flex-col gap-3">
      {run !== null && <StepCompare step={run} />}
      {step !== null && (
        <>
          {[
            { key: "before", conditions: step.preconditions },
            { key: "after", conditions: step.postconditions },
          ].map(
            ({ key, conditions }) =>
              conditions.length > 0 && (
                <div key={key} className="text-note">
                  <p className="text-small font-medium text-ink-faint">{t(`step.${key}`)}</p>
                  <ul className="mt-0.5 list-disc pl-5 text-ink-soft">
                    {conditions.map((condition) => (
                      <li key={JSON.stringify(condition)}>{conditionWords(condition)}</li>
                    ))}
                  </ul>
                </div>
              ),
          )}
          <pre className="max-h-64 overflow-auto rounded-medium bg-sunken px-3 py-2 font-mono text-small text-ink-soft">
            {JSON.stringify(step.input, null, 2)}
          </pre>
        </>
      )}
    </div>
  );
};

/** One step: what it does and why, how it stands, and, opened, all there is to know of it. */
export const StepRow = ({ view, position }: StepRowProps) => {
  const t = useTexts("plans");
  const [open, setOpen] = useState(false);
  const { name, step, prediction, run } = view;
  const happened = run !== null && run.actual.length > 0;
  const words = happened
    ? effectWords(t, run.actual, run.state === "done" ? "did" : "will")
    : effectWords(t, run?.predicted ?? prediction?.effects ?? [], "will");
  const known = prediction !== null || run !== null;
  const error = run?.error ?? null;
  const wrong = error === null ? null : stepErrorText(t, error);
  return (
    <li data-testid="plan-step" data-state={run?.state ?? "planned"} className="flex gap-3 py-2.5">
      <StepSign position={position} state={run?.state ?? null} />
      <div className="min-w-0 flex-1">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="group flex w-full items-start gap-2 rounded-small text-left"
        >
          <span className="min-w-0 flex-1">
            <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
              <span className="min-w-0 font-medium break-words">{step === null || step.why === "" ? name : step.why}</span>
              {step !== null && <span className="font-mono text-small text-ink-faint">{step.tool}</span>}
              {step !== null && step.risk === "high" && <RiskBadge risk={step.risk} />}
              {words === "" && <span className="text-note text-ink-faint">{t(known ? "step.nothing" : "step.unknown")}</span>}
            </span>
            {words !== "" && (
              <span className="block text-note break-words text-ink-soft">
                {run?.state === "undone" && t("step.undone")}
                {run?.state === "failed" && happened && t("step.maybe")} {words}
              </span>
            )}
          </span>
          {run !== null && (
            <span className="shrink-0 pt-0.5 text-small text-ink-faint tabular-nums">
              {run.attempts > 1 && `${t("step.attempts", { count: run.attempts })} · `}
              {t(`stepState.${run.state}`)}
              {run.startedAtMs !== null && run.endedAtMs !== null && ` · ${formatDuration(run.endedAtMs - run.startedAtMs)}`}
            </span>
          )}
          <ChevronDown
            aria-hidden
            size={14}
            className={classNames("mt-1 shrink-0 text-ink-faint transition-transform duration-100", open && "rotate-180")}
          />
        </button>
        {prediction?.unpredictable.map((reason) => (
          <p key={reason} className="mt-1 flex items-start gap-1.5 text-note text-warning">
            <CircleHelp aria-hidden size={14} className="mt-0.5 shrink-0" />
            {unpredictableText(t, reason)}
          </p>
        ))}
        {wrong !== null && (
          <p role="alert" className="mt-1 text-note text-danger">
            <span className="font-medium">{wrong.title}.</span> <span className="text-ink-soft">{wrong.text}</span>
          </p>
        )}
        {open && <StepDetail view={view} />}
      </div>
    </li>
  );
};
