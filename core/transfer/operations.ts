import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { Transfer } from "./transfer.ts";

const os = implement(contract.transfer);

export const transferOperations = (transfer: Transfer) =>
  os.router({
    preview: os.preview.handler(async ({ input, signal }) => unwrap(await transfer.preview(input.path, signal))),
    import: os.import.handler(({ input, signal }) => transfer.import(input.path, signal)),
    exportAll: os.exportAll.handler(({ signal }) => transfer.exportAll(signal)),
  });
