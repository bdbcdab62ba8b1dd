import { runDesktop } from "./electron/desktop.ts";

// What a window does not wait for is loaded when it is needed: the database and the models, the updater, and a server most people never switch on.
runDesktop({
  openCore: async (options) => (await import("./electron/open-core.ts")).openCore(options),
  openUpdateSource: async (log) => (await import("./electron/update-source.ts")).openUpdateSource(log),
  serveLocalApi: async (options, signal) => {
    for await (const enabled of options.api.watchEnabled(signal)) {
      if (!enabled) continue;
      const { followLocalApi } = await import("./http/openai-listener.ts");
      return followLocalApi(options, signal);
    }
  },
});
