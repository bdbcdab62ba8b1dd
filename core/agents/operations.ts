import { realpathSync } from "node:fs";
import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { Agents } from "./agents.ts";

const os = implement(contract.agents);

/** The same folder under its one real name; what does not exist is left as it is and refused later. */
const realRoot = (path: string): string => {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
};

export const agentsOperations = (agents: Agents) =>
  os.router({
    start: os.start.handler(({ input }) => agents.start({ ...input, workspaceRoot: realRoot(input.workspaceRoot) })),
    follow: os.follow.handler(({ input, signal }) => unwrap(agents.follow(input.taskId, signal))),
    list: os.list.handler(({ input }) => agents.list(input)),
    figures: os.figures.handler(() => agents.figures()),
    get: os.get.handler(({ input }) => unwrap(agents.find(input.taskId))),
    cancel: os.cancel.handler(async ({ input }) => ({ cancelled: await agents.cancel(input.taskId) })),
  });
