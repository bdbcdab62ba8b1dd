import type { BudgetError } from "#core/budgets/schema";
import type { HubError } from "#core/hub/schema";
import type { ModelError } from "#core/llm/schema";
import type { RouterError } from "#core/router/schema";

/** What can go wrong with money, fetching and choosing a model. */
export type AllowanceError =
  | BudgetError
  | HubError
  | RouterError
  | Extract<ModelError, { readonly type: "PrivateContent" | "ModelPaused" | "DeadlinePassed" | "ModelEngineStuck" }>;

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
const dollars = (microUsd: number): string => `$${(microUsd / 1e6).toFixed(microUsd < 10_000 ? 4 : 2)}`;
const amount = (measure: "money" | "tokens" | "time", value: number): string =>
  measure === "money" ? dollars(value) : measure === "tokens" ? `${value} tokens` : `${Math.round(value / 1000)} s`;
const periods = {
  day: "today",
  month: "this month",
  "provider-month": "this provider this month",
  conversation: "this conversation",
  task: "this task",
  schedule: "this schedule",
} as const;

export const allowanceSentence = (error: AllowanceError): string => {
  switch (error.type) {
    case "BudgetReached": {
      const held = error.reserved === 0 ? "" : ` and ${amount(error.measure, error.reserved)} held for calls under way`;
      return `The allowance for ${periods[error.scope]} is ${amount(error.measure, error.amount)}; ${amount(error.measure, error.spent)} are used${held}, and this call could take ${amount(error.measure, error.needed)}. Nothing was sent. "olympus budget set" raises it.`;
    }
    case "BudgetMissing":
      return `${error.modelId} costs money (up to ${dollars(error.needed)} for this call) and no allowance was given. Nothing was sent. "olympus budget set" gives one.`;
    case "PriceUnknown":
      return `Nobody knows what ${error.modelId} costs, and money is capped. Nothing was sent. Set its price, or use another model.`;
    case "PrivateContent":
      return "Something in this conversation is marked private, and no model on this machine could answer. Nothing was sent.";
    case "ModelPaused":
      return `${error.modelId} failed ${error.failures} times in a row and is left alone until ${new Date(error.untilMs).toISOString()}.`;
    case "DeadlinePassed":
      return `No answer within ${Math.round(error.limitMs / 1000)} s. What had arrived was kept.`;
    case "ModelEngineStuck":
      return `The model did not move for ${Math.round(error.limitMs / 1000)} s and is being restarted. What had arrived was kept.`;
    case "HubAddressRefused":
      return `Nothing is fetched from ${error.uri}: ${error.reason}.`;
    case "HubUnreachable":
      return `${error.host} could not be reached: ${error.reason}. What had arrived was kept; resume later.`;
    case "HubAccessRefused":
      return `${error.host} refused access (${error.status}). The model may need an account or an accepted licence there.`;
    case "DownloadTooLarge":
      return `The download is larger than the limit of ${gibibytes(error.limitBytes)}. Nothing was kept.`;
    case "DiskFull":
      return `${gibibytes(error.neededBytes)} are needed on the disk, ${gibibytes(error.freeBytes)} are free. What had arrived was kept.`;
    case "ChecksumWrong":
      return `${error.file} is not what was published (its checksum is ${error.actual.slice(0, 12)}…, not ${error.expected.slice(0, 12)}…). It was deleted; start again.`;
    case "DownloadCut":
      return `${error.file} broke off after ${error.receivedBytes} of ${error.expectedBytes} bytes. What had arrived was kept; resume.`;
    case "ModelRefused":
      return `${error.file} is no model Olympus can use: ${error.reason}.`;
    case "FileWriteFailed":
      return `${error.path} could not be written: ${error.reason}.`;
    case "AllowanceNotFound":
    case "DownloadNotFound":
    case "HubModelNotFound":
    case "RuleNotFound":
      return `It is not there any more: ${JSON.stringify(error)}.`;
  }
};
