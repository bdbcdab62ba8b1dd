import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import type { ClockDep } from "#core/base";
import type { LocalApi } from "#core/host";
import { readJsonBody } from "../body.ts";
import type { HttpLimits } from "../limits.ts";
import { sendJson } from "../refusal.ts";
import { answerStream, answerWhole } from "./completion.ts";
import { answerEmbeddings, embeddingRequestSchema } from "./embeddings.ts";
import { sendError } from "./failure.ts";
import { chatRequestSchema, understand } from "./request.ts";

export const openAiPrefix = "/v1";
/** The name under which a client leaves the choice to Olympus. */
const routedModel = "olympus";
/** Pictures travel inside the request. */
const bodyLimitBytes = 24 * 2 ** 20;

interface OpenAiOptions extends ClockDep {
  readonly api: LocalApi;
  readonly limits: Pick<HttpLimits, "bodyTimeoutMs">;
}

const bearerOf = (request: IncomingMessage): string => /^Bearer\s+(\S{1,200})$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";

const invalid = (response: ServerResponse, message: string, param: string | null = null, code: string | null = null, status = 400) =>
  sendError(response, { status, message, type: "invalid_request_error", code, param });

const firstIssue = (error: z.ZodError): { readonly message: string; readonly param: string | null } => {
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  return { message: `${path === "" ? "The request" : path}: ${issue?.message ?? "not understood"}`, param: path === "" ? null : path };
};

/** The OpenAI protocol over the local API: `/v1/models`, `/v1/chat/completions`, `/v1/embeddings`. Keys come by header only. */
export const createOpenAiRoutes = ({ api, clock, limits }: OpenAiOptions) => {
  const models = async (response: ServerResponse) => {
    const listed = (await api.models()).filter(({ available, place }) => available && place !== "extractive").map(({ id }) => id);
    const created = Math.floor(clock.nowMs() / 1000);
    sendJson(response, 200, {
      object: "list",
      data: [routedModel, ...listed, api.embedding.embeddingStatus().active.id].map((id) => ({
        id,
        object: "model",
        created,
        owned_by: "olympus",
      })),
    });
  };

  /** Null leaves the choice to the router; undefined: there is none. */
  const modelIdOf = async (asked: string): Promise<string | null | undefined> => {
    if (asked === routedModel || asked === "auto") return null;
    return (await api.models()).find(({ id, name }) => id === asked || name === asked)?.id;
  };

  const complete = async (request: IncomingMessage, response: ServerResponse, body: unknown, signal: AbortSignal) => {
    const parsed = chatRequestSchema.safeParse(body);
    if (!parsed.success) return invalid(response, firstIssue(parsed.error).message, firstIssue(parsed.error).param);
    const modelId = await modelIdOf(parsed.data.model);
    if (modelId === undefined)
      return invalid(
        response,
        `There is no model ${parsed.data.model}. Nothing was asked. /v1/models lists them; "${routedModel}" leaves the choice to Olympus.`,
        "model",
        "model_not_found",
        404,
      );
    const understood = understand(parsed.data);
    if (!understood.ok) return invalid(response, understood.error.message, understood.error.param, understood.error.code);
    const asking = { api, understood: understood.value, modelId, signal };
    return parsed.data.stream === true
      ? answerStream(request, response, asking, clock.nowMs())
      : answerWhole(response, asking, clock.nowMs());
  };

  const embed = async (response: ServerResponse, body: unknown, signal: AbortSignal) => {
    const parsed = embeddingRequestSchema.safeParse(body);
    if (!parsed.success) return invalid(response, firstIssue(parsed.error).message, firstIssue(parsed.error).param);
    return answerEmbeddings(response, api, parsed.data, signal);
  };

  /** True when the path is one of these; everything else about it was answered then. */
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    if (!api.status().enabled)
      return sendError(response, {
        status: 403,
        message: "The local API is switched off. Nothing was asked. Switch it on in Olympus under Settings › Other programs.",
        type: "invalid_request_error",
        code: "api_off",
      });
    const admitted = api.admit(bearerOf(request));
    if (admitted === null)
      return sendError(response, {
        status: 401,
        message: "The key is missing or unknown. Nothing was asked. Make one in Olympus under Settings › Other programs.",
        type: "invalid_request_error",
        code: "invalid_api_key",
      });
    const left = new AbortController();
    response.once("close", () => left.abort());
    const cut = () => response.destroy();
    admitted.revoked.addEventListener("abort", cut, { once: true });
    response.once("close", () => admitted.revoked.removeEventListener("abort", cut));
    const method = request.method ?? "GET";
    if (path === `${openAiPrefix}/models` && method === "GET") return models(response);
    const isChat = path === `${openAiPrefix}/chat/completions`;
    if (method !== "POST" || (!isChat && path !== `${openAiPrefix}/embeddings`))
      return invalid(response, "There is no such address.", null, null, 404);
    const body = await readJsonBody(request, limits.bodyTimeoutMs, bodyLimitBytes);
    if (!body.ok) return invalid(response, "reason" in body.error ? body.error.reason : body.error.type, null, null, body.error.status);
    return isChat ? complete(request, response, body.value, left.signal) : embed(response, body.value, left.signal);
  };
};
