import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { Blobs } from "./blobs.ts";
import type { Workspaces } from "./workspaces.ts";

const os = implement(contract.workspaces);

export const workspacesOperations = (workspaces: Workspaces, blobs: Pick<Blobs, "empty" | "usage">) =>
  os.router({
    list: os.list.handler(() => [...workspaces.list()]),
    grant: os.grant.handler(({ input }) => unwrap(workspaces.grant(input))),
    revoke: os.revoke.handler(async ({ input }) => ({ revoked: await workspaces.revoke(input.workspaceId) })),
    undoStorage: os.undoStorage.handler(() => ({ usedBytes: blobs.usage().usedBytes })),
    emptyUndoStorage: os.emptyUndoStorage.handler(async () => {
      const { freedBytes, releasedRunIds } = unwrap(await blobs.empty());
      return { freedBytes, runCount: releasedRunIds.length };
    }),
  });
