import type { IncomingMessage, ServerResponse } from "node:http";
import type { AnyRouter, ORPCError } from "@orpc/server";
import { OpenAPIHandler } from "@orpc/openapi/node";
import { createDefectInterceptor, type ReportDefect } from "../logging/index.ts";
import { readJsonBody } from "./body.ts";
import type { HttpLimits } from "./limits.ts";
import { refuse, sendJson } from "./refusal.ts";
import { isMultipart, receiveUpload } from "./upload.ts";

export const restPrefix = "/api/rest";
/** A picture of 5 MiB in base64, and its title. */
const pictureBodyBytes = 8 * 1024 * 1024;

const taggedSchemaError = (error: ORPCError<string, unknown>): { readonly type: string } => {
  if (typeof error.data === "object" && error.data !== null && "type" in error.data && typeof error.data.type === "string")
    return { ...error.data, type: error.data.type };
  const issues =
    typeof error.data === "object" && error.data !== null && "issues" in error.data && Array.isArray(error.data.issues)
      ? error.data.issues
      : [];
  return Object.assign(
    { type: error.status === 404 ? "NotFound" : "RequestInvalid" },
    { reason: error.message, issues: issues.map(issueOf) },
  );
};

const issueOf = (issue: { readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[]; readonly message: string }) => ({
  path: (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join("."),
  message: issue.message,
});

const isPicture = ({ url }: IncomingMessage): boolean => url === `${restPrefix}/images`;

interface RestOptions {
  readonly limits: Pick<HttpLimits, "bodyTimeoutMs" | "uploadIdleMs">;
  readonly report: ReportDefect;
  readonly uploadDir: string;
}

type NodeRequest = IncomingMessage & { body?: unknown };

/** The contract over plain HTTP. Failures are answered as themselves: `{ "type": "DocumentNotFound", … }`. */
export const createRest = (router: AnyRouter, options: RestOptions) => {
  const handler = new OpenAPIHandler(router, {
    clientInterceptors: [createDefectInterceptor(options.report)],
    customErrorResponseBodyEncoder: taggedSchemaError,
  });

  return async (request: NodeRequest, response: ServerResponse): Promise<void> => {
    response.setHeader("cache-control", "no-store");
    const upload =
      isMultipart(request) && request.url === `${restPrefix}/library/uploads`
        ? await receiveUpload(request, options.uploadDir, options.limits.uploadIdleMs)
        : null;
    try {
      const body = upload ?? (await readJsonBody(request, options.limits.bodyTimeoutMs, isPicture(request) ? pictureBodyBytes : undefined));
      if (!body.ok) return refuse(request, response, body.error);
      if (body.value !== undefined) request.body = body.value;
      const { matched } = await handler.handle(request, response, { prefix: restPrefix, context: {} });
      if (!matched) sendJson(response, 404, { type: "NotFound" });
    } finally {
      if (upload?.ok) await upload.dispose();
    }
  };
};
