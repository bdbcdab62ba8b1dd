import type { StepRun } from "#core/plans/schema";
import { conditionWords } from "../../ui/action-error-values.ts";
import { errorText, type ErrorText } from "../../ui/error-text.ts";
import type { Translate } from "../../ui/i18n.ts";
import { effectWords } from "./effect-words.ts";

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Why a step failed: what happened, and what that means. What is new to steps and has no words stops the build at the last line. */
export const stepErrorText = (t: Translate, error: NonNullable<StepRun["error"]>): ErrorText => {
  if (error.type === "ConditionFailed")
    return { title: t("stepError.condition"), text: t("stepError.conditionText", { condition: conditionWords(error.condition) }) };
  if (error.type === "Deviated")
    return {
      title: error.path === "" ? t("stepError.deviatedPlan") : t("stepError.deviated", { path: error.path }),
      text: t("stepError.deviatedText", { reason: error.reason }),
    };
  if (error.type === "ReferenceBroken")
    return { title: t("stepError.reference"), text: t("stepError.referenceText", { reason: error.reason }) };
  if (error.type === "CallRefused")
    return { title: t("stepError.refused", { tool: error.tool }), text: t("stepError.refusedText", { reason: capital(error.reason) }) };
  if (error.type === "MayHaveHappened")
    return { title: t("stepError.mayHave"), text: t("stepError.mayHaveText", { effect: effectWords(t, [error.effect], "will") }) };
  return errorText(error);
};

/** What nobody can foresee of a step. Reasons come as clauses and as whole sentences. */
export const unpredictableText = (t: Translate, reason: string): string => t("step.unpredictable", { reason: reason.replace(/\.$/, "") });
