import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import { realRoot } from "#core/workspace";
import type { Tools } from "#core/tools";
import type { Plans } from "./plans.ts";
import { planDraftSchema } from "./schema.ts";

const plansOs = implement(contract.plans);
const runsOs = implement(contract.runs);

const fileNameOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 60);

const asFile = (name: string, value: unknown) => ({
  fileName: `${name === "" ? "export" : name}.json`,
  mediaType: "application/json",
  content: `${JSON.stringify(value, null, 2)}\n`,
});

export const plansOperations = (plans: Plans, tools: Tools) =>
  plansOs.router({
    tools: plansOs.tools.handler(() => tools.list()),
    create: plansOs.create.handler(({ input: { draft, workspaceRoot, ...place } }) =>
      unwrap(plans.create(draft, { ...place, workspaceRoot: realRoot(workspaceRoot) })),
    ),
    import: plansOs.import.handler(({ input: { text, workspaceRoot, ...place } }) =>
      unwrap(plans.create(unwrap(plans.parse(text)), { ...place, workspaceRoot: realRoot(workspaceRoot) })),
    ),
    edit: plansOs.edit.handler(({ input }) => unwrap(plans.edit(input.planId, input.draft))),
    list: plansOs.list.handler(({ input }) => [...plans.list(input)]),
    get: plansOs.get.handler(({ input }) => unwrap(plans.get(input.planId, input.version))),
    export: plansOs.export.handler(({ input }) => {
      const plan = unwrap(plans.get(input.planId, input.version));
      return asFile(fileNameOf(plan.title), planDraftSchema.parse(plan));
    }),
    simulate: plansOs.simulate.handler(async ({ input, signal }) => unwrap(await plans.simulate(input.planId, signal))),
    approve: plansOs.approve.handler(({ input }) => unwrap(plans.approve(input.planId, input.hash, "person"))),
    reject: plansOs.reject.handler(({ input }) => unwrap(plans.reject(input.planId))),
    run: plansOs.run.handler(async ({ input, signal }) => ({
      runId: unwrap(await plans.run(input.planId, { hash: input.hash, mode: input.mode }, signal)),
    })),
  });

export const runsOperations = (plans: Plans) =>
  runsOs.router({
    list: runsOs.list.handler(({ input }) => [...plans.runs(input)]),
    watch: runsOs.watch.handler(({ signal }) => plans.watchRuns(signal)),
    get: runsOs.get.handler(({ input }) => unwrap(plans.getRun(input.runId))),
    follow: runsOs.follow.handler(({ input, signal }) => {
      unwrap(plans.getRun(input.runId));
      return plans.follow(input.runId, signal);
    }),
    pause: runsOs.pause.handler(({ input }) => unwrap(plans.pause(input.runId))),
    resume: runsOs.resume.handler(({ input }) => unwrap(plans.resume(input.runId))),
    cancel: runsOs.cancel.handler(({ input }) => unwrap(plans.cancel(input.runId))),
    undoPreview: runsOs.undoPreview.handler(async ({ input }) => unwrap(await plans.undoPreview(input.runId, input))),
    undo: runsOs.undo.handler(async ({ input }) => ({ runId: unwrap(await plans.undo(input.runId, input)) })),
    export: runsOs.export.handler(({ input }) => asFile(input.runId, unwrap(plans.getRun(input.runId)))),
  });
