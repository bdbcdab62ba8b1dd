import { runWithoutWindow } from "./electron/command-line.ts";
import type { DesktopParts } from "./electron/desktop-parts.ts";
import { runDesktop } from "./electron/desktop.ts";
import { readCommand } from "./electron/launch-args.ts";

// What a window does not wait for is loaded when it is needed: the database and the models, the updater, and a server most people never switch on.
const desktop: DesktopParts = {
  openCore: async (options) => (await import("./electron/open-core.ts")).openCore(options),
  openUpdateSource: async (log) => (await import("./electron/update-source.ts")).openUpdateSource(log),
  serveLocalApi: async (options, signal) => {
    for await (const enabled of options.api.watchEnabled(signal)) {
      if (!enabled) continue;
      const { followLocalApi } = await import("./http/openai-listener.ts");
      return followLocalApi(options, signal);
    }
  },
};

// A source tree is started as `electron .`, the packaged program by its own name.
const command = readCommand(process.argv, process.defaultApp === true ? 2 : 1);
if (command === null) runDesktop(desktop);
else void runWithoutWindow(async () => (await import("./cli/data-commands.ts")).runDataCommand(command));
