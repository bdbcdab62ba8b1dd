import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import {
  approvalSchema,
  modeSchema,
  planDraftSchema,
  planIdSchema,
  planSchema,
  runEventSchema,
  runIdSchema,
  runSchema,
  runSummarySchema,
  simulationSchema,
  undoPreviewSchema,
} from "#core/plans/schema";
import { toolInfoSchema } from "#core/tools/schema";
import { operation } from "./operation.ts";

const plan = z.object({ planId: planIdSchema });
const run = z.object({ runId: runIdSchema });
const paging = { limit: z.coerce.number().int().min(1).max(1000).default(100), offset: z.coerce.number().int().min(0).default(0) };
const place = {
  /** The folder the plan works in: granted, or named for this plan alone with `ownGrant`. */
  workspaceRoot: z.string().min(1).max(4096),
  ownGrant: z.boolean().default(false),
  conversationId: z.string().nullable().default(null),
};

const places = z.array(z.string().max(1024)).max(10_000).default([]);
const undoChoices = {
  /** Places where what somebody did since is to be overwritten; it can be brought back by undoing the undo. */
  force: places,
  /** Places to be left as they are now. */
  skip: places,
};

export const plansContract = {
  tools: operation("GET", "/tools", "What the steps of a plan can do, with the JSON Schema of each input").output(z.array(toolInfoSchema)),
  create: operation("POST", "/plans", "Keep a plan; the same plan for the same folder is kept once")
    .input(z.object({ draft: planDraftSchema, ...place }))
    .output(planSchema),
  import: operation("POST", "/plans/import", "Keep a plan from the text of a JSON file")
    .input(z.object({ text: z.string().max(20_000_000), ...place }))
    .output(planSchema),
  edit: operation("PATCH", "/plans/{planId}", "A new version; approvals of earlier ones no longer hold")
    .input(plan.extend({ draft: planDraftSchema }))
    .output(planSchema),
  list: operation("GET", "/plans", "The newest version of each plan, newest first")
    .input(
      z.object({
        filter: z.string().max(400).default(""),
        /** Only plans of this conversation. */
        conversationId: z.string().nullable().default(null),
        ...paging,
      }),
    )
    .output(z.array(planSchema)),
  get: operation("GET", "/plans/{planId}", "A plan, as it is or as it was in a version")
    .input(plan.extend({ version: z.coerce.number().int().positive().optional() }))
    .output(planSchema),
  export: operation("GET", "/plans/{planId}/export", "A plan as a JSON file")
    .input(plan.extend({ version: z.coerce.number().int().positive().optional() }))
    .output(z.object({ fileName: z.string(), mediaType: z.string(), content: z.string() })),
  simulate: operation("POST", "/plans/{planId}/simulations", "Everything the plan would do; touches nothing")
    .input(plan)
    .output(simulationSchema),
  approve: operation("POST", "/plans/{planId}/approvals", "Say yes to exactly what a dry run foresaw, for one run")
    .input(plan.extend({ hash: z.string().min(1).max(128) }))
    .output(approvalSchema),
  reject: operation("POST", "/plans/{planId}/rejection", "Say no to a plan as it is now; it does not run until it is approved or edited")
    .input(plan)
    .output(planSchema),
  run: operation(
    "POST",
    "/plans/{planId}/runs",
    "Start an approved plan; in Autopilot also one that nobody approved, asking where policy says so",
  )
    .input(plan.extend({ hash: z.string().min(1).max(128).nullable().default(null), mode: modeSchema.optional() }))
    .output(run),
};

export const runsContract = {
  list: operation("GET", "/runs", "Runs, newest first")
    .input(
      z.object({
        filter: z.string().max(400).default(""),
        state: runSchema.shape.state.nullable().default(null),
        /** Only runs of this plan, undoing ones included. */
        planId: planIdSchema.nullable().default(null),
        ...paging,
      }),
    )
    .output(z.array(runSummarySchema)),
  watch: operation("GET", "/runs/events", "Runs that have not ended, then every run again whenever it has changed").output(
    eventIterator(runSummarySchema),
  ),
  get: operation("GET", "/runs/{runId}", "A run with its steps: foreseen, done, and the report").input(run).output(runSchema),
  follow: operation("GET", "/runs/{runId}/events", "A run's state, its steps as they change, and its end")
    .input(run)
    .output(eventIterator(runEventSchema)),
  pause: operation("POST", "/runs/{runId}/pause", "Start no further step; those under way are finished").input(run).output(runSchema),
  resume: operation("POST", "/runs/{runId}/resume", "Go on with a paused run").input(run).output(runSchema),
  cancel: operation("POST", "/runs/{runId}/cancel", "Stop for good; what was done stays and can be undone").input(run).output(runSchema),
  undoPreview: operation("GET", "/runs/{runId}/undo", "What undo would do, and what stands in its way")
    .input(run.extend(undoChoices))
    .output(undoPreviewSchema),
  undo: operation("POST", "/runs/{runId}/undo", "Start a run that takes this one back").input(run.extend(undoChoices)).output(run),
  export: operation("GET", "/runs/{runId}/export", "A run with everything known of it, as a JSON file")
    .input(run)
    .output(z.object({ fileName: z.string(), mediaType: z.string(), content: z.string() })),
};
