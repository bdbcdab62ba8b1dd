import { z } from "zod";
import { grantRequestSchema, workspaceIdSchema, workspaceSchema } from "#core/workspace/schema";
import { operation } from "./operation.ts";

export const workspacesContract = {
  list: operation("GET", "/workspaces", "Folders that were granted, oldest grant first").output(z.array(workspaceSchema)),
  grant: operation("POST", "/workspaces", "Let plans read, or also change, a folder").input(grantRequestSchema).output(workspaceSchema),
  revoke: operation("DELETE", "/workspaces/{workspaceId}", "Take a folder back; what was done in it stays")
    .input(z.object({ workspaceId: workspaceIdSchema }))
    .output(z.object({ revoked: z.boolean() })),
  undoStorage: operation("GET", "/undo-storage", "How much is kept of what runs replaced and trashed").output(
    z.object({ usedBytes: z.number() }),
  ),
  emptyUndoStorage: operation(
    "POST",
    "/undo-storage/empty",
    "Let go of all that is kept; what runs replaced and trashed cannot be given back then",
  ).output(z.object({ freedBytes: z.number(), runCount: z.number() })),
};
