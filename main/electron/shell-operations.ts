import { implement } from "@orpc/server";
import { shellContract } from "#core/contract";
import type { Platform } from "./platform.ts";

const os = implement(shellContract).shell;

/** The shell's part of the contract, over the port. */
export const shellOperations = (platform: Platform) => ({
  shell: os.router({
    watch: os.watch.handler(({ signal }) => platform.watch(signal)),
    requests: os.requests.handler(({ input, signal }) => platform.requests(input.window, signal)),
    openQuick: os.openQuick.handler(() => platform.openQuick()),
    hideQuick: os.hideQuick.handler(() => platform.hideQuick()),
    resizeQuick: os.resizeQuick.handler(({ input }) => platform.resizeQuick(input.heightPx)),
    openMain: os.openMain.handler(({ input }) => platform.openMain(input.conversationId)),
    setLoginItem: os.setLoginItem.handler(({ input }) => platform.setLoginItem(input.enabled)),
    checkForUpdate: os.checkForUpdate.handler(() => platform.checkForUpdate()),
    // It is watched, not waited for: a download takes longer than anybody holds a call open.
    downloadUpdate: os.downloadUpdate.handler(() => void platform.downloadUpdate()),
    installUpdate: os.installUpdate.handler(() => platform.installUpdate()),
  }),
});
