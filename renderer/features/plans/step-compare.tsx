import { Check, TriangleAlert } from "lucide-react";
import type { StepRun } from "#core/plans/schema";
import { classNames } from "../../ui/class-names.ts";
import { useTexts } from "../../ui/i18n.ts";
import { compareEffects } from "./compare-effects.ts";
import { effectWords } from "./effect-words.ts";

/** What a step was foreseen to do beside what it did, effect by effect. */
export const StepCompare = ({ step }: { readonly step: StepRun }) => {
  const t = useTexts("plans");
  const compared = compareEffects(step.predicted, step.actual);
  if (compared.length === 0) return <p className="text-note text-ink-faint">{t("compare.none")}</p>;
  const head = "px-3 py-1.5 text-left text-small font-medium text-ink-faint";
  return (
    <div className="overflow-x-auto rounded-medium border border-line bg-canvas">
      <table className="w-full text-note">
        <thead>
          <tr className="border-b border-line/60">
            <th scope="col" className={head}>
              {t("compare.predicted")}
            </th>
            <th scope="col" className={head}>
              {t("compare.actual")}
            </th>
            <th scope="col" className={classNames(head, "w-36")}>
              <span className="sr-only">{t("compare.agreement")}</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line/60">
          {compared.map(({ predicted, actual, agreement }, position) => (
            <tr key={position} data-agreement={agreement}>
              <td className="px-3 py-1.5 align-top break-words">{predicted === null ? "–" : effectWords(t, [predicted], "will")}</td>
              <td className="px-3 py-1.5 align-top break-words">{actual === null ? "–" : effectWords(t, [actual], "did")}</td>
              <td className="px-3 py-1.5 align-top">
                <span
                  className={classNames(
                    "inline-flex items-center gap-1.5 text-small",
                    agreement === "same" ? "text-ink-faint" : step.state === "waiting" ? "text-ink-faint" : "text-warning",
                  )}
                >
                  {agreement === "same" ? (
                    <Check aria-hidden size={13} />
                  ) : (
                    step.state !== "waiting" && <TriangleAlert aria-hidden size={13} />
                  )}
                  {t(agreement === "missing" && step.state === "waiting" ? "compare.notYet" : `compare.${agreement}`)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
