import { formatNumber } from "../../ui/format.ts";
import type { Translate } from "../../ui/i18n.ts";

const shortened = (value: number): string => formatNumber(Number(value.toPrecision(value < 10 ? 2 : 3)));

/** "7.6 billion parameters", "135 million parameters"; null for so few that it says nothing. */
export const parameterWords = (billions: number, t: Translate): string | null => {
  if (billions >= 1) return t("fact.billions", { count: shortened(billions) });
  return billions < 0.001 ? null : t("fact.millions", { count: shortened(billions * 1000) });
};

/** Tokens a second without digits that nobody can feel. */
export const speedFigure = (tokensPerSecond: number): string => shortened(tokensPerSecond);
