import type { BudgetError, BudgetMeasure } from "#core/budgets/schema";
import type { HubError } from "#core/hub/schema";
import type { ModelError } from "#core/llm/schema";
import type { RouterError } from "#core/router/schema";
import { formatBytes, formatDuration, formatMoney, formatNumber, formatTime } from "./format.ts";

/** What choosing, paying and fetching models can fail with. */
export type ChoiceError =
  | BudgetError
  | HubError
  | RouterError
  | Extract<ModelError, { readonly type: "PrivateContent" | "ModelPaused" | "DeadlinePassed" | "ModelEngineStuck" }>;

type Values = Readonly<Record<string, unknown>>;
type Told = { readonly [Type in ChoiceError["type"]]: (error: Extract<ChoiceError, { readonly type: Type }>) => Values };

/** An amount of what an allowance measures. */
export const formatAmount = (measure: BudgetMeasure, value: number): string =>
  measure === "money" ? formatMoney(value) : measure === "time" ? formatDuration(value) : formatNumber(value);

const told: Told = {
  BudgetReached: (error) => ({
    context: error.scope,
    amount: formatAmount(error.measure, error.amount),
    spent: formatAmount(error.measure, error.spent),
    reserved: formatAmount(error.measure, error.reserved),
    needed: formatAmount(error.measure, error.needed),
    resetsAt: error.resetsAtMs === null ? "" : formatTime(error.resetsAtMs),
  }),
  BudgetMissing: (error) => ({ needed: formatMoney(error.needed) }),
  PriceUnknown: (error) => ({ ...error }),
  PrivateContent: (error) => ({ ...error }),
  ModelPaused: (error) => ({ count: error.failures, until: formatTime(error.untilMs) }),
  DeadlinePassed: (error) => ({ limit: formatDuration(error.limitMs) }),
  ModelEngineStuck: (error) => ({ limit: formatDuration(error.limitMs) }),
  HubAddressRefused: (error) => ({ ...error }),
  HubUnreachable: (error) => ({ ...error }),
  HubAccessRefused: (error) => ({ ...error }),
  DownloadTooLarge: (error) => ({ limit: formatBytes(error.limitBytes) }),
  DiskFull: (error) => ({ needed: formatBytes(error.neededBytes), free: formatBytes(error.freeBytes) }),
  ChecksumWrong: (error) => ({ file: error.file }),
  DownloadCut: (error) => ({ file: error.file, received: formatBytes(error.receivedBytes), expected: formatBytes(error.expectedBytes) }),
  ModelRefused: (error) => ({ ...error }),
  FileWriteFailed: (error) => ({ ...error }),
  AllowanceNotFound: (error) => ({ ...error }),
  DownloadNotFound: (error) => ({ ...error }),
  HubModelNotFound: (error) => ({ ...error }),
  RuleNotFound: (error) => ({ ...error }),
};

export const isChoiceError = (error: { readonly type: string }): error is ChoiceError => Object.hasOwn(told, error.type);

/** The numbers and names the sentences speak of, for people. */
export const choiceValues = <Type extends ChoiceError["type"]>(error: Extract<ChoiceError, { readonly type: Type }>): Values =>
  (told[error.type] as (given: typeof error) => Values)(error);
