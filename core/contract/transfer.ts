import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { exportEventSchema, transferEventSchema, transferPreviewSchema } from "#core/transfer/schema";
import { operation } from "./operation.ts";

const file = z.object({ path: z.string().min(1).max(4096) });

export const transferContract = {
  preview: operation("POST", "/transfer/preview", "What a file of conversations holds; nothing is taken")
    .input(file)
    .output(transferPreviewSchema),
  import: operation("POST", "/transfer/import", "Take the conversations of a file; those that are here already stay as they are")
    .input(file)
    .output(eventIterator(transferEventSchema)),
  exportAll: operation(
    "GET",
    "/transfer/export",
    "Every conversation, archived ones too, in one zip: Markdown for people, JSON for programs",
  ).output(eventIterator(exportEventSchema)),
};
