import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { Workspaces } from "./workspaces.ts";

const os = implement(contract.workspaces);

export const workspacesOperations = (workspaces: Workspaces) =>
  os.router({
    list: os.list.handler(() => [...workspaces.list()]),
    grant: os.grant.handler(({ input }) => unwrap(workspaces.grant(input))),
    revoke: os.revoke.handler(async ({ input }) => ({ revoked: await workspaces.revoke(input.workspaceId) })),
  });
