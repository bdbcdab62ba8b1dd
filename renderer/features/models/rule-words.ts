import type { ModelInfo } from "#core/llm/schema";
import type { RouteRule } from "#core/router/schema";
import { formatList } from "../../ui/format.ts";
import type { Translate } from "../../ui/i18n.ts";

const or = (parts: readonly string[]): string => formatList(parts, "disjunction");

/** When a rule holds and what it does, as one sentence. */
export const ruleSentence = ({ when, use }: RouteRule, models: readonly ModelInfo[], t: Translate): string => {
  const conditions = [
    ...(when.intents?.length ? [t("rule.says.intents", { list: or(when.intents.map((one) => t(`intent.${one}`))) })] : []),
    ...(when.complexities?.length
      ? [t("rule.says.complexities", { list: or(when.complexities.map((one) => t(`complexity.${one}`))) })]
      : []),
    ...(when.contains?.length
      ? [t("rule.says.contains", { list: or(when.contains.map((word) => t("quoted", { ns: "ui", text: word }))) })]
      : []),
    ...(when.languages?.length ? [t("rule.says.languages", { list: or(when.languages) })] : []),
    ...(when.minimumTokens === undefined ? [] : [t("rule.says.tokens", { count: when.minimumTokens })]),
    ...(when.purposes?.length ? [t("rule.says.purposes", { list: or(when.purposes) })] : []),
  ];
  const does =
    use.type === "model"
      ? t("rule.does.model", { name: models.find(({ id }) => id === use.modelId)?.name ?? t("rule.gone") })
      : use.type === "place"
        ? t(`rule.does.${use.place}`)
        : t("rule.does.never-cloud");
  return t("rule.sentence", { when: formatList(conditions), does });
};
