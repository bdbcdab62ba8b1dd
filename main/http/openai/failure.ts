import type { ServerResponse } from "node:http";
import type { Aborted } from "#core/base/schema";
import type { ModelError } from "#core/llm/schema";
import { errorSentence } from "../../sentences.ts";
import { sendJson } from "../refusal.ts";

/** An error as clients of this protocol know it. */
export interface WireError {
  readonly status: number;
  readonly message: string;
  readonly type: string;
  readonly code: string | null;
  readonly param?: string | null;
  /** Whether asking again soon is of use; clients of this protocol ask again by themselves unless told not to. */
  readonly again?: boolean;
}

const bodyOf = ({ message, type, code, param = null }: WireError) => ({ error: { message, type, code, param } });

export const sendError = (response: ServerResponse, error: WireError): void => {
  response.setHeader("x-should-retry", String(error.again ?? false));
  sendJson(response, error.status, bodyOf(error));
};

/** The same inside a stream that has begun. */
export const errorFrame = (error: WireError): string => `data: ${JSON.stringify(bodyOf(error))}\n\n`;

const statusOf = (error: ModelError | Aborted): Pick<WireError, "status" | "type" | "code" | "again"> => {
  switch (error.type) {
    case "BudgetReached":
    case "BudgetMissing":
    case "PriceUnknown":
      return { status: 429, type: "insufficient_quota", code: "insufficient_quota" };
    case "ContextTooLong":
      return { status: 400, type: "invalid_request_error", code: "context_length_exceeded" };
    case "ModelNotFound":
      return { status: 404, type: "invalid_request_error", code: "model_not_found" };
    case "PrivateContent":
      return { status: 403, type: "invalid_request_error", code: "private_content" };
    case "PictureUnseen":
      return { status: 400, type: "invalid_request_error", code: "image_not_supported" };
    case "ProviderBusy":
    case "ModelPaused":
      return { status: 503, type: "server_error", code: "model_busy", again: true };
    case "DeadlinePassed":
    case "ProviderSilent":
    case "ModelEngineStuck":
      return { status: 504, type: "server_error", code: "timeout" };
    default:
      return { status: 502, type: "server_error", code: error.type };
  }
};

export const modelFailure = (error: ModelError | Aborted): WireError => ({ ...statusOf(error), message: errorSentence(error) });
