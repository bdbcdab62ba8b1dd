import { ORPCError } from "@orpc/contract";
import { z } from "zod";
import { agentErrorSchema } from "#core/agents/schema";
import type { Result } from "#core/base/schema";
import { abortedSchema, defectSchema } from "#core/base/schema";
import { chatErrorSchema } from "#core/chat/schema";
import { embeddingErrorSchema } from "#core/embedding/schema";
import { hubErrorSchema } from "#core/hub/schema";
import { modelErrorSchema } from "#core/llm/schema";
import { memoryErrorSchema } from "#core/memory/schema";
import { permissionErrorSchema } from "#core/permission/schema";
import { planErrorSchema } from "#core/plans/schema";
import { promptErrorSchema } from "#core/prompts/schema";
import { routerErrorSchema } from "#core/router/schema";
import { secretErrorSchema } from "#core/settings/schema";
import { backupErrorSchema, storeErrorSchema } from "#core/store/schema";
import { transferErrorSchema } from "#core/transfer/schema";
import { workspaceErrorSchema } from "#core/workspace/schema";

/** Every expected failure a client can meet, told apart by `type`. Wording is the interface's business. */
const appErrorShapes = z.discriminatedUnion("type", [
  abortedSchema,
  defectSchema,
  agentErrorSchema,
  backupErrorSchema,
  chatErrorSchema,
  embeddingErrorSchema,
  hubErrorSchema,
  memoryErrorSchema,
  modelErrorSchema,
  permissionErrorSchema,
  planErrorSchema,
  promptErrorSchema,
  routerErrorSchema,
  secretErrorSchema,
  storeErrorSchema,
  transferErrorSchema,
  workspaceErrorSchema,
  z.object({ type: z.literal("UploadRefused"), reason: z.string() }),
]);
export type AppError = z.infer<typeof appErrorShapes>;

/** Every operation carries this schema; by name, because written out a hundred times it is more than the compiler can keep. */
export interface AppErrorSchema extends z.ZodType<AppError> {}
const appErrorSchema: AppErrorSchema = appErrorShapes;

/** How a failure travels: `FAILED` (HTTP 422) or, for things that do not exist, `MISSING` (HTTP 404); `data` is the error itself. */
export const contractErrors = {
  FAILED: { status: 422, data: appErrorSchema },
  MISSING: { status: 404, data: appErrorSchema },
} as const;

/** The value, or the failure in the form the transports carry. For operation handlers only; modules pass `Result`s. */
export const unwrap = <T>(result: Result<T, AppError>): T => {
  if (result.ok) return result.value;
  const missing = result.error.type.endsWith("NotFound");
  throw new ORPCError(missing ? "MISSING" : "FAILED", {
    defined: true,
    status: missing ? 404 : 422,
    message: result.error.type,
    data: result.error,
  });
};
