import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import { realRoot } from "#core/workspace";
import type { Agents } from "./agents.ts";

const os = implement(contract.agents);

export const agentsOperations = (agents: Agents) =>
  os.router({
    start: os.start.handler(({ input }) => agents.start({ ...input, workspaceRoot: realRoot(input.workspaceRoot) })),
    follow: os.follow.handler(({ input, signal }) => unwrap(agents.follow(input.taskId, signal))),
    list: os.list.handler(({ input }) => agents.list(input)),
    figures: os.figures.handler(() => agents.figures()),
    get: os.get.handler(({ input }) => unwrap(agents.find(input.taskId))),
    cancel: os.cancel.handler(async ({ input }) => ({ cancelled: await agents.cancel(input.taskId) })),
  });
