import type { AnsweredBy } from "#core/chat/schema";
import type { RouteDecision } from "#core/router/schema";
import { formatMoney } from "../format.ts";
import { i18n, type Translate } from "../i18n.ts";

type Step = RouteDecision["chain"][number];

/** What is said of the first by this much, so that nobody has to be told who else could not. */
const settled: readonly Step["reason"][] = ["chosen-by-person", "rule", "same-conversation", "local-is-enough", "cloud-needed"];

/** Who matters most of those passed over: the conversation's model, one on this machine where the cloud is asked, else the first. */
const missedOf = ({ chain, excluded, movedFrom }: RouteDecision): Step | undefined => {
  const before = excluded.find(({ modelId }) => modelId === movedFrom);
  if (before !== undefined) return before;
  const reason = chain[0]?.reason;
  if (reason === "cloud-needed" && chain.every(({ place }) => place !== "local")) return excluded.find(({ place }) => place === "local");
  return reason !== undefined && settled.includes(reason) ? undefined : (excluded.find(({ place }) => place === "cloud") ?? excluded[0]);
};

const becauseKey = ({ reason }: Step, { chain, excluded }: RouteDecision): string => {
  const isLocal = ({ place }: Step) => place === "local";
  switch (reason) {
    case "cloud-needed":
      return chain.some(isLocal) ? "tooHard" : excluded.some(isLocal) ? "mayNot" : "notThere";
    case "only-quotes":
      return excluded.some(({ place }) => place !== "extractive") ? "nobodyElse" : "noOther";
    case "chosen-by-person":
    case "rule":
    case "same-conversation":
    case "local-is-enough":
    case "cloud-preferred":
    case "order":
      return reason;
    default:
      return "nobodyBetter";
  }
};

const costOf = ({ place, worstCostMicroUsd }: Step, t: Translate): string => {
  if (place !== "cloud") return "";
  if (worstCostMicroUsd === null) return t("why.priceUnknown");
  return worstCostMicroUsd === 0 ? t("why.free") : t("why.atMost", { cost: formatMoney(worstCostMicroUsd) });
};

/** The decision as one sentence, from its facts: the core's own, which says a little more, is English. `t` is of the namespace `decision`. */
const translated = (decision: RouteDecision, t: Translate): string => {
  const first = decision.chain[0];
  const missed = missedOf(decision);
  const passedOver = missed === undefined ? "" : t("why.passedOver", { name: missed.modelName, reason: t(`passedOver.${missed.reason}`) });
  if (first === undefined) return t("why.nobody", { passedOver });
  const { complexity, intent } = decision.features;
  return t("why.sentence", {
    who: t(`why.who.${first.place}`, { name: first.modelName }),
    because: t(`why.because.${becauseKey(first, decision)}`, {
      task: t("why.task", { complexity: t(`complexity.${complexity}`), intent: t(`intent.${intent}`) }),
    }),
    cost: costOf(first, t),
    passedOver,
  });
};

/** Who would be asked and why, as one sentence in the language spoken now. */
export const decisionSentence = (decision: RouteDecision, t: Translate): string =>
  i18n.language === "en" ? decision.sentence : translated(decision, t);

/** Why this one answered, in the language spoken now; an answer that keeps no account says it as it was written down. */
export const whyAnswered = (answeredBy: AnsweredBy, t: Translate): string => {
  const { account, modelId, modelName, place, why } = answeredBy;
  if (i18n.language === "en" || account === null) return why;
  if (account.cache !== null) return t(account.cache.kind === "exact" ? "why.kept" : "why.keptSimilar");
  if (account.decision === null) return why;
  if (account.decision.chain[0]?.modelId === modelId) return translated(account.decision, t);
  return place === "extractive" ? t("why.lastResort") : t("why.instead", { name: modelName });
};
