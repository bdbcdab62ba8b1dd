import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { Hub } from "./hub.ts";
import { findNeighbours } from "./neighbours.ts";

const hubContract = implement(contract.hub);

/** For calls that come without a signal. */
const never = new AbortController().signal;

export const hubOperations = (hub: Hub) =>
  hubContract.router({
    hardware: hubContract.hardware.handler(() => hub.hardware()),
    neighbours: hubContract.neighbours.handler(({ signal }) => findNeighbours(signal)),
    catalogue: hubContract.catalogue.handler(() => hub.catalogue()),
    look: hubContract.look.handler(async ({ input, signal }) => unwrap(await hub.look(input.uri, signal ?? never))),
    fitFile: hubContract.fitFile.handler(async ({ input }) => unwrap(await hub.fitFile(input.path, input.contextTokens))),
    downloads: hubContract.downloads.handler(() => hub.downloads.list()),
    watch: hubContract.watch.handler(({ signal }) => hub.downloads.watch(signal)),
    download: hubContract.download.handler(async ({ input, signal }) => unwrap(await hub.download(input, signal ?? never))),
    pause: hubContract.pause.handler(async ({ input }) => unwrap(await hub.downloads.pause(input.downloadId))),
    resume: hubContract.resume.handler(({ input }) => unwrap(hub.downloads.resume(input.downloadId))),
    cancel: hubContract.cancel.handler(async ({ input }) => unwrap(await hub.downloads.cancel(input.downloadId))),
    clear: hubContract.clear.handler(async ({ input }) => ({ removed: await hub.downloads.clear(input.downloadId) })),
    fetched: hubContract.fetched.handler(() => hub.fetched()),
    account: hubContract.account.handler(() => hub.account()),
    setToken: hubContract.setToken.handler(async ({ input }) => {
      unwrap(await hub.setToken(input.token));
      return hub.account();
    }),
    deleteFile: hubContract.deleteFile.handler(async ({ input }) => ({ freedBytes: unwrap(await hub.deleteFile(input.modelId)) })),
  });
